package dev.atoll.livekit.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.livekit.webrtc.Link;
import dev.atoll.livekit.webrtc.WebRtc;
import dev.atoll.protocol.message.LiveKitDataPacket;
import dev.atoll.protocol.message.LiveKitDescription;
import dev.atoll.protocol.message.LiveKitJoined;
import dev.atoll.protocol.message.LiveKitLeave;
import dev.atoll.protocol.message.LiveKitPong;
import dev.atoll.protocol.message.LiveKitSignalResponse;
import dev.atoll.protocol.message.LiveKitTrickle;
import dev.atoll.protocol.message.LiveKitUserPacket;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A LiveKit that says whatever it likes; its WebRTC is a made-up one. */
class HostileLiveKitTest {
  private static final int FUZZED = 2_000;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final WebSocketClient client = vertx.createWebSocketClient();
  private final Stay stay = new Stay();
  private final List<FakeLink> links = new CopyOnWriteArrayList<>();

  /** Keeps what it is told to do. */
  private static final class FakeLink implements Link {
    final Link.Events events;
    final List<String> told = new CopyOnWriteArrayList<>();

    FakeLink(Link.Events events) {
      this.events = events;
    }

    @Override
    public void offer() {
      told.add("offer");
    }

    @Override
    public void describe(boolean offer, String sdp, int id) {
      told.add("describe " + sdp);
    }

    @Override
    public void candidate(Candidate candidate) {
      told.add("candidate " + candidate);
    }

    @Override
    public boolean send(byte[] packet, boolean reliable) {
      told.add("send");
      return false;
    }

    @Override
    public void close() {
      told.add("close");
    }
  }

  private final WebRtc webRtc = events -> {
    FakeLink link = new FakeLink(events);
    links.add(link);
    return link;
  };

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  private Participant join(Consumer<ServerWebSocket> liveKit) {
    HttpServer server = vertx
        .createHttpServer()
        .webSocketHandler(liveKit::accept)
        .listen(0, "127.0.0.1")
        .await();
    String url = "ws://127.0.0.1:" + server.actualPort();
    CompletableFuture<Participant> joined = new CompletableFuture<>();
    context.runOnContext(now -> joined.complete(Participant.join(
        new Participant.Surroundings(vertx, client, webRtc),
        new Participant.Entry(url, "token", true, SideCarRig.OWN),
        stay)));
    return joined.join();
  }

  private static void send(ServerWebSocket socket, LiveKitSignalResponse.Builder... responses) {
    for (LiveKitSignalResponse.Builder each : responses) {
      socket.writeBinaryMessage(Buffer.buffer(each.build().toByteArray()));
    }
  }

  private static LiveKitSignalResponse.Builder joined() {
    return LiveKitSignalResponse.newBuilder()
        .setJoin(LiveKitJoined.newBuilder().setPingInterval(-1).setPingTimeout(Integer.MAX_VALUE));
  }

  @Test
  void frames_of_no_protobuf_end_the_stay() {
    join(socket -> socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3})));

    assertThat(stay.await("ended")).startsWith("ended UNDECODABLE");
  }

  @Test
  void an_answer_before_anything_ends_the_stay() {
    join(socket -> send(
        socket, LiveKitSignalResponse.newBuilder().setAnswer(LiveKitDescription.newBuilder())));

    assertThat(stay.await("ended")).startsWith("ended UNDECODABLE");
  }

  @Test
  void joining_twice_ends_the_stay() {
    join(socket -> send(socket, joined(), joined()));

    assertThat(stay.await("ended"))
        .isEqualTo(
            "ended UNDECODABLE com.google.protobuf.InvalidProtocolBufferException: joined twice");
    assertThat(links).hasSize(1);
  }

  @Test
  void a_connection_that_there_is_not_ends_the_stay() {
    join(socket -> send(
        socket,
        joined(),
        LiveKitSignalResponse.newBuilder()
            .setTrickle(LiveKitTrickle.newBuilder()
                .setTarget(LiveKitTrickle.Target.SUBSCRIBER)
                .setCandidateInit("{}"))));

    assertThat(stay.await("ended")).startsWith("ended UNDECODABLE");
  }

  @Test
  void descriptions_without_end_end_the_stay() {
    join(socket -> {
      send(socket, joined());
      for (int i = 0; i < 2_000; i++) {
        send(
            socket,
            LiveKitSignalResponse.newBuilder()
                .setAnswer(LiveKitDescription.newBuilder().setSdp("v=0")));
      }
    });

    assertThat(stay.await("ended")).startsWith("ended UNDECODABLE");
    assertThat(links.get(0).told).hasSizeLessThanOrEqualTo(1_010).last().isEqualTo("close");
  }

  @Test
  void whoever_is_told_to_leave_leaves_for_that_reason() {
    join(socket -> send(
        socket,
        LiveKitSignalResponse.newBuilder()
            .setLeave(LiveKitLeave.newBuilder().setReasonValue(4711))));

    assertThat(stay.await("ended")).isEqualTo("ended LOST told to leave: reason 4711");
  }

  @Test
  void a_frame_larger_than_any_is_not_read() {
    join(socket -> socket.writeBinaryMessage(Buffer.buffer(new byte[8 << 20])));

    assertThat(stay.await("ended")).startsWith("ended LOST");
  }

  @Test
  void packets_of_garbage_are_dropped_and_others_heard() {
    join(socket -> send(socket, joined()));
    LiveKitDataPacket good = LiveKitDataPacket.newBuilder()
        .setParticipantIdentity("0xa")
        .setUser(LiveKitUserPacket.newBuilder().setPayload(ByteString.copyFromUtf8("good")))
        .build();
    org.awaitility.Awaitility.await().until(() -> !links.isEmpty());
    Link.Events events = links.get(0).events;
    Random random = new Random(1);

    for (int i = 0; i < FUZZED; i++) {
      byte[] bytes = new byte[1 + random.nextInt(40)];
      random.nextBytes(bytes);
      events.received(bytes);
    }
    events.received(good.toByteArray());

    stay.await("heard 0xa good");
    assertThat(stay.dropped).hasPositiveValue();
  }

  @Test
  void more_packets_than_may_wait_are_dropped() {
    join(socket -> send(socket, joined()));
    org.awaitility.Awaitility.await().until(() -> !links.isEmpty());
    CompletableFuture<Void> held = new CompletableFuture<>();
    CompletableFuture<Void> busy = new CompletableFuture<>();
    context.runOnContext(now -> {
      busy.complete(null);
      held.join();
    });
    busy.join();

    byte[] packet = new byte[60 << 10];
    for (int i = 0; i < 100; i++) {
      links.get(0).events.received(packet);
    }
    held.complete(null);

    assertThat(stay.dropped.get()).isBetween(100 - 1 - (Inbox.MOST_BYTES >> 10) / 60, 100);
  }

  @Test
  void changed_frames_never_throw_anything_else() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(joined().build().toByteArray());
    seeds.add(LiveKitSignalResponse.newBuilder()
        .setTrickle(LiveKitTrickle.newBuilder()
            .setCandidateInit("{\"candidate\":\"candidate:1 1 udp 1 127.0.0.1 9 typ host\","
                + "\"sdpMid\":\"0\",\"sdpMLineIndex\":0}"))
        .build()
        .toByteArray());
    seeds.add(LiveKitSignalResponse.newBuilder()
        .setPongResp(LiveKitPong.newBuilder().setLastPingTimestamp(1))
        .build()
        .toByteArray());
    Random random = new Random(2);

    for (int i = 0; i < FUZZED; i++) {
      byte[] frame = seeds.get(i % seeds.size()).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        frame[random.nextInt(frame.length)] = (byte) random.nextInt();
      }
      try {
        LiveKitSignalResponse response = LiveKitSignalResponse.parseFrom(frame);
        if (response.hasTrickle()) {
          Frames.candidate(response.getTrickle());
        }
      } catch (InvalidProtocolBufferException expected) {
        // whatever else is thrown fails the test
      }
    }
  }

  @Test
  void candidates_that_are_none_are_refused() {
    for (String json : List.of(
        "",
        "[]",
        "null",
        "{\"sdpMLineIndex\":-1}",
        "{\"sdpMLineIndex\":\"x\"}",
        "{\"candidate\":\"" + "x".repeat(5_000) + "\"}")) {
      LiveKitTrickle trickle =
          LiveKitTrickle.newBuilder().setCandidateInit(json).build();

      assertThatThrownBy(() -> Frames.candidate(trickle))
          .as(json)
          .isInstanceOf(InvalidProtocolBufferException.class);
    }
  }
}
