package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.IslandData;
import dev.atoll.protocol.message.IslandStatusMessage;
import dev.atoll.protocol.message.Position;
import dev.atoll.protocol.message.ServiceDiscoveryMessage;
import dev.atoll.protocol.message.ServiceStatus;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsPagesTest {
  private static final String ONE = "0x1111111111111111111111111111111111111111";
  private static final String TWO = "0x2222222222222222222222222222222222222222";
  private static final String ONE_JSON = "{\"id\":\"" + ONE + "\",\"address\":\"" + ONE
      + "\",\"lastPing\":1700000000000,\"parcel\":[0,-1],\"position\":[1.100000023841858,0,-0.5]}";
  private static final String TWO_JSON = "{\"id\":\"" + TWO + "\",\"address\":\"" + TWO
      + "\",\"lastPing\":1700000000000,\"parcel\":[100,100],\"position\":[1600,1,1615.75]}";

  private final PublicPort port = new PublicPort();

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void an_empty_realm_has_empty_lists() {
    assertThat(port.body("/peers")).isEqualTo("{\"ok\":true,\"peers\":[]}");
    assertThat(port.body("/islands")).isEqualTo("{\"ok\":true,\"islands\":[]}");
    assertThat(port.body("/parcels")).isEqualTo("{\"parcels\":[]}");
    assertThat(port.body("/hot-scenes")).isEqualTo("[]");
    assertThat(port.body("/core-status")).isEqualTo("{\"healthy\":false,\"userCount\":0}");
  }

  @Test
  void peers_are_listed_where_they_last_said_they_are() {
    twoPeers();

    assertThat(port.body("/peers"))
        .isEqualTo("{\"ok\":true,\"peers\":[" + ONE_JSON + "," + TWO_JSON + "]}");
    assertThat(port.body("/comms/peers")).isEqualTo(port.body("/peers"));
  }

  @Test
  void peers_can_be_asked_for_by_address() {
    twoPeers();

    assertThat(port.body("/peers?id=" + TWO + "&id=0xnobody&id=" + TWO))
        .isEqualTo("{\"ok\":true,\"peers\":[" + TWO_JSON + "]}");
    assertThat(port.body("/peers?id=")).isEqualTo("{\"ok\":true,\"peers\":[]}");
    assertThat(port.body("/peers/" + ONE)).isEqualTo("{\"ok\":true,\"peer\":" + ONE_JSON + "}");
    assertThat(port.body("/peers/" + ONE.toUpperCase().replace('X', 'x')))
        .isEqualTo("{\"ok\":true,\"peer\":" + ONE_JSON + "}");
    assertThat(port.body("/comms/peers/" + ONE)).contains(ONE_JSON);
  }

  @Test
  void an_unknown_peer_is_404() {
    for (String id : List.of("0x0", "%22%3Cscript%3E", "%00", "..%2f..", "a".repeat(10_000))) {
      HttpResponse<String> answer = port.get("/peers/" + id);

      assertThat(answer.statusCode()).as(id).isEqualTo(404);
      assertThat(answer.body()).as(id).isEqualTo("{\"ok\":false,\"peer\":null}");
    }
  }

  @Test
  void hundreds_of_addresses_may_be_asked_for_at_once() {
    String query = IntStream.range(0, 300)
        .mapToObj(i -> "id=0x%040d".formatted(i))
        .collect(Collectors.joining("&"));

    assertThat(port.body("/peers?" + query)).isEqualTo("{\"ok\":true,\"peers\":[]}");
  }

  @Test
  void islands_list_known_peers_only_and_need_a_center() {
    twoPeers();
    port.publish(
        Subjects.ISLANDS,
        IslandStatusMessage.newBuilder()
            .addData(island("I1", ONE))
            .addData(island("I2", TWO, "stranger"))
            .addData(island("I3", ONE).toBuilder().clearCenter())
            .build());
    String first =
        "{\"id\":\"I1\",\"maxPeers\":100,\"center\":[1.5,0,-3],\"radius\":12.25,\"peers\":["
            + ONE_JSON + "]}";
    String second =
        "{\"id\":\"I2\",\"maxPeers\":100,\"center\":[1.5,0,-3],\"radius\":12.25,\"peers\":["
            + TWO_JSON + "]}";

    assertThat(port.body("/islands"))
        .isEqualTo("{\"ok\":true,\"islands\":[" + first + "," + second + "]}");
    assertThat(port.body("/islands/I2")).isEqualTo(second);
    assertThat(port.body("/comms/islands/I1")).isEqualTo(first);
    assertThat(port.get("/islands/I3").statusCode()).isEqualTo(404);
    assertThat(port.get("/islands/nope").body()).isEqualTo("{\"error\":\"Not Found\"}");
  }

  @Test
  void parcels_are_counted() {
    port.heartbeat(ONE, 1600, 0, 1600);
    port.heartbeat(TWO, 1615, 0, 1615);
    port.heartbeat("0x3", -0.0, 0, 0);
    port.heartbeat("0x4", 3, 0, 3);

    String parcels = port.body("/parcels");

    assertThat(parcels)
        .startsWith("{\"parcels\":[")
        .contains("{\"peersCount\":2,\"parcel\":{\"x\":100,\"y\":100}}")
        .contains("{\"peersCount\":2,\"parcel\":{\"x\":0,\"y\":0}}")
        .hasSize(("{\"parcels\":[{\"peersCount\":2,\"parcel\":{\"x\":100,\"y\":100}},"
                + "{\"peersCount\":2,\"parcel\":{\"x\":0,\"y\":0}}]}")
            .length());
  }

  @Test
  void the_archipelago_is_healthy_for_ninety_seconds_after_its_report() {
    discovered(port.clock.get(), 42);
    assertThat(port.body("/core-status")).isEqualTo("{\"healthy\":true,\"userCount\":42}");

    port.clock.addAndGet(89_999);
    assertThat(port.body("/core-status")).isEqualTo("{\"healthy\":true,\"userCount\":42}");

    port.clock.addAndGet(1);
    assertThat(port.body("/comms/core-status")).isEqualTo("{\"healthy\":false,\"userCount\":42}");
  }

  @Test
  void a_peer_is_forgotten_when_it_disconnects() {
    twoPeers();

    port.publish(new Message(Subjects.disconnect(ONE), Payload.EMPTY));

    assertThat(port.get("/peers/" + ONE).statusCode()).isEqualTo(404);
    assertThat(port.get("/peers/" + TWO).statusCode()).isEqualTo(200);
  }

  @Test
  void a_new_session_begins_without_the_old_position() {
    twoPeers();

    port.publish(new Message(Subjects.connect(ONE), Payload.EMPTY));

    assertThat(port.get("/peers/" + ONE).statusCode()).isEqualTo(404);
  }

  @Test
  void a_silent_peer_is_forgotten() {
    twoPeers();
    port.clock.addAndGet(40_000);
    port.heartbeat(TWO, 0, 0, 0);

    port.clock.addAndGet(20_001);

    await().atMost(Patience.TIME).untilAsserted(() -> {
      assertThat(port.get("/peers/" + ONE).statusCode()).isEqualTo(404);
      assertThat(port.get("/peers/" + TWO).statusCode()).isEqualTo(200);
    });
  }

  @Test
  void garbage_changes_nothing() {
    twoPeers();
    discovered(port.clock.get(), 2);
    Payload garbage = Payload.of(ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2, 3}));

    for (Subject subject : List.of(Subjects.heartbeat(ONE), Subjects.ISLANDS, Subjects.DISCOVERY)) {
      port.publish(new Message(subject, garbage));
      port.publish(new Message(subject, Payload.EMPTY));
    }
    port.heartbeat(ONE, Double.NaN, 0, 0);
    port.heartbeat(ONE, 0, Double.POSITIVE_INFINITY, 0);
    port.heartbeat(ONE, 0, 0, Float.MAX_VALUE);
    port.heartbeat("0x3\"}", 0, 0, 1_000_000);

    assertThat(port.body("/peers/" + ONE)).contains(ONE_JSON);
    assertThat(port.body("/peers/0x3%22%7D"))
        .contains("\"id\":\"0x3\\\"}\"", "\"parcel\":[0,62500]", "[0,0,1000000]");
    assertThat(port.meters.scrape()).contains("atoll_statistics_unreadable_total 3.0");
  }

  @Test
  void a_report_is_decoded_when_a_page_asks_for_it() {
    AtomicInteger decoded = new AtomicInteger();
    Payload report = new Payload() {
      @Override
      public ByteString bytes() {
        decoded.incrementAndGet();
        return IslandStatusMessage.newBuilder()
            .addData(island("I7", ONE))
            .build()
            .toByteString();
      }
    };
    for (int flush = 0; flush < 3; flush++) {
      port.publish(new Message(Subjects.ISLANDS, report));
    }

    assertThat(port.body("/islands/I7")).contains("\"I7\"");
    assertThat(port.body("/islands/I7")).contains("\"I7\"");

    assertThat(decoded).hasValue(1);
  }

  @Test
  void the_list_is_a_second_old_at_most() {
    assertThat(port.body("/peers")).isEqualTo("{\"ok\":true,\"peers\":[]}");

    twoPeers();

    await().untilAsserted(() -> assertThat(port.body("/peers")).contains(ONE_JSON, TWO_JSON));
  }

  private void twoPeers() {
    port.heartbeat(ONE, 1.1, 0, -0.5);
    port.heartbeat(TWO, 1600, 1, 1615.75);
  }

  private void discovered(long time, int users) {
    ServiceStatus status =
        ServiceStatus.newBuilder().setCurrentTime(time).setUserCount(users).build();
    port.publish(
        Subjects.DISCOVERY,
        ServiceDiscoveryMessage.newBuilder()
            .setServerName("archipelago")
            .setStatus(status)
            .build());
  }

  private static IslandData island(String id, String... peers) {
    return IslandData.newBuilder()
        .setId(id)
        .addAllPeers(List.of(peers))
        .setMaxPeers(100)
        .setCenter(Position.newBuilder().setX(1.5f).setZ(-3))
        .setRadius(12.25)
        .build();
  }
}
