package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.TransportDiscovery;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransportRegistryTest {
  private final TransportRegistry registry = new TransportRegistry(
      100,
      status ->
          status.id().equals("unusable") ? Optional.empty() : Optional.of(new P2pTransport()));

  @Test
  void who_is_silent_is_gone() {
    registry.heard(status("one", "wss://one"), 0);
    registry.heard(status("two", "wss://two"), 0);
    registry.heard(status("one", "wss://one"), 50);

    assertThat(registry.expire(101)).containsExactly("two");

    assertThat(registry.all()).extracting(each -> each.status().id()).containsExactly("one");
    assertThat(registry.find("two")).isEmpty();
  }

  @Test
  void it_stays_the_same_transport_while_it_is_at_one_place() {
    registry.heard(status("one", "wss://one"), 0);
    Transport first = registry.find("one").orElseThrow().transport();

    registry.heard(status("one", "wss://one"), 1);
    Transport again = registry.find("one").orElseThrow().transport();
    registry.heard(status("one", "wss://elsewhere"), 2);

    assertThat(again).isSameAs(first);
    assertThat(registry.find("one").orElseThrow().transport()).isNotSameAs(first);
  }

  @Test
  void one_that_cannot_be_used_or_is_too_many_is_not_taken() {
    assertThat(registry.heard(status("unusable", "wss://x"), 0)).isFalse();
    for (int i = 0; i < TransportRegistry.MOST; i++) {
      assertThat(registry.heard(status("t" + i, "wss://x"), 0)).isTrue();
    }

    assertThat(registry.heard(status("another", "wss://x"), 0)).isFalse();
    assertThat(registry.heard(status("t0", "wss://y"), 0)).isTrue();
  }

  @Test
  void one_that_is_gone_is_ill_and_bridges_nothing_whatever_it_told() {
    Elsewhere elsewhere = new Elsewhere();
    TransportRegistry watching = new TransportRegistry(100, status -> Optional.of(elsewhere));
    TransportStatus told =
        new TransportStatus("one", TransportKind.WS_ROOM, "wss://one", 10, 0, 9, true, false, true);
    watching.heard(told, 0);
    assertThat(watching.statuses()).containsExactly(told);

    elsewhere.gone = true;
    watching.heard(told, 1);

    TransportStatus known = watching.statuses().get(0);
    assertThat(known.healthy()).isFalse();
    assertThat(known.bridges()).isFalse();
  }

  @Test
  void one_that_is_forgotten_is_told_so() {
    List<Elsewhere> made = new ArrayList<>();
    TransportRegistry watching = new TransportRegistry(100, status -> {
      made.add(new Elsewhere());
      return Optional.of(made.get(made.size() - 1));
    });

    watching.heard(status("one", "wss://one"), 0);
    watching.heard(status("one", "wss://elsewhere"), 1);
    assertThat(made).extracting(each -> each.forgotten).containsExactly(true, false);

    watching.expire(200);
    assertThat(made).extracting(each -> each.forgotten).containsExactly(true, true);
  }

  private static final class Elsewhere implements Transport {
    private boolean gone;
    private boolean forgotten;

    @Override
    public Future<Map<String, String>> connectionStrings(String island, List<Passenger> peers) {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public boolean isGone() {
      return gone;
    }

    @Override
    public void forgotten() {
      forgotten = true;
    }
  }

  @Test
  void a_status_is_told_and_read() {
    TransportStatus status =
        new TransportStatus("sfu", TransportKind.LIVEKIT, "wss://sfu", 3, 4, 5, true, true);

    assertThat(TransportStatus.of(status.toMessage())).isEqualTo(status);
    assertThat(status.takesIslands()).isFalse();
    TransportDiscovery nameless = status.toMessage().toBuilder().clearId().build();
    assertThatThrownBy(() -> TransportStatus.of(nameless))
        .isInstanceOf(IllegalArgumentException.class);
    TransportDiscovery odd =
        status.toMessage().toBuilder().setKindValue(9).setUsersCount(-1).build();
    assertThatThrownBy(() -> TransportStatus.of(odd)).isInstanceOf(IllegalArgumentException.class);
  }

  private static TransportStatus status(String id, String url) {
    return new TransportStatus(id, TransportKind.WS_ROOM, url, 10, 0, 100, true, false);
  }
}
