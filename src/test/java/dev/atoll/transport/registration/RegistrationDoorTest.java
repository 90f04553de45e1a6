package dev.atoll.transport.registration;

import static dev.atoll.transport.registration.ForeignTransport.heartbeat;
import static dev.atoll.transport.registration.ForeignTransport.init;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.client.SocketEnd;
import dev.atoll.config.Secret;
import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.TransportAuthResponse;
import dev.atoll.protocol.message.TransportInit;
import dev.atoll.protocol.message.TransportMessage;
import dev.atoll.transport.TransportStatus;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transports of 2022 at {@code /transport-registration}, wire.md §8. */
class RegistrationDoorTest {
  private static final String PETER = "0x00000000000000000000000000000000000000aa";
  private static final String PAULA = "0x00000000000000000000000000000000000000bb";

  private final RegistrationRig rig = RegistrationRig.open(RegistrationRig.LONG);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void one_that_dials_is_told_and_asked() {
    ForeignTransport foreign = rig.dial("wss://rooms.example");

    TransportStatus status = rig.await(1, each -> each.seats() == 500).get(0);
    Map<String, String> strings = RegistrationRig.await(rig.ask(status, "I1", PETER, PAULA));

    assertThat(status.kind()).isEqualTo(TransportKind.WS_ROOM);
    assertThat(status.islandSize()).isEqualTo(100);
    assertThat(status.users()).isEqualTo(7);
    assertThat(status.takesIslands()).isTrue();
    assertThat(strings)
        .containsEntry(PETER, "ws-room:wss://rooms.example/rooms/I1?access_token=" + PETER)
        .containsEntry(PAULA, "ws-room:wss://rooms.example/rooms/I1?access_token=" + PAULA);
    assertThat(foreign.asked())
        .singleElement()
        .satisfies(request -> assertThat(request.getUserIdsList()).containsExactly(PETER, PAULA));
  }

  @Test
  void one_that_dialled_in_at_another_node_is_asked_through_that() {
    ForeignTransport foreign = rig.dial("wss://rooms.example");
    TransportStatus status = rig.await(1, each -> each.seats() == 500).get(0);

    Map<String, String> strings =
        RegistrationRig.await(rig.askElsewhere(status, "I1", PETER, PAULA));

    assertThat(strings)
        .containsEntry(PETER, "ws-room:wss://rooms.example/rooms/I1?access_token=" + PETER)
        .containsEntry(PAULA, "ws-room:wss://rooms.example/rooms/I1?access_token=" + PAULA);
    assertThat(foreign.asked())
        .singleElement()
        .satisfies(request -> assertThat(request.getUserIdsList()).containsExactly(PETER, PAULA));
  }

  @Test
  void one_at_another_node_that_does_not_answer_is_not_waited_for_and_counts_as_ill() {
    try (RegistrationRig impatient = RegistrationRig.open(RegistrationRig.SHORT)) {
      impatient.dial("wss://one", false);
      TransportStatus status = impatient.await(1, each -> each.seats() == 500).get(0);

      var answer = impatient.askElsewhere(status, "I1", PETER);

      Awaitility.await().until(answer::failed);
      impatient.await(1, each -> !each.healthy());
    }
  }

  @Test
  void several_are_not_mixed_up() {
    rig.dial("wss://one");
    rig.dial("wss://two");

    var both = rig.await(2, each -> each.seats() == 500);

    assertThat(both)
        .extracting(
            each -> RegistrationRig.await(rig.ask(each, "I1", PETER)).get(PETER).substring(8, 17))
        .containsExactlyInAnyOrder("wss://one", "wss://two");
  }

  @Test
  void one_that_redials_is_the_same_by_where_its_strings_lead() {
    ForeignTransport one = rig.dial("wss://one");
    String first = rig.await(1, each -> each.seats() == 500).get(0).id();
    ForeignTransport two = rig.dial("wss://two");
    rig.await(2, each -> each.seats() == 500)
        .forEach(each -> RegistrationRig.await(rig.ask(each, "I1", PETER)));
    one.socket().cut();
    two.socket().cut();
    rig.await(2, each -> each.seats() == 0);
    assertThat(rig.now(TransportStatus::healthy)).as("their islands stay").hasSize(2);

    rig.dial("wss://one");
    TransportStatus back = rig.await(1, each -> each.seats() == 500).get(0);
    rig.dial("wss://three");

    assertThat(back.id()).isEqualTo(first);
    assertThat(rig.await(2, each -> each.seats() == 500)).hasSize(2);
    assertThat(rig.now(each -> true)).hasSize(3);
  }

  @Test
  void one_that_gave_no_string_yet_is_the_same_by_its_address_and_type() {
    rig.dial("wss://one").socket().cut();
    String first = rig.await(1, each -> each.seats() == 0).get(0).id();

    rig.dial("wss://one");

    assertThat(rig.await(1, each -> each.seats() == 500).get(0).id()).isEqualTo(first);
  }

  @Test
  void one_that_does_not_answer_counts_as_ill_for_a_while() {
    try (RegistrationRig impatient = RegistrationRig.open(RegistrationRig.SHORT)) {
      ForeignTransport silent = impatient.dial("wss://one", false);
      TransportStatus status = impatient.await(1, each -> each.seats() == 500).get(0);

      var answer = impatient.ask(status, "I1", PETER);

      Awaitility.await().until(answer::failed);
      impatient.await(1, each -> !each.healthy());
      Awaitility.await().until(() -> {
        silent.send(heartbeat(400, 8));
        return !impatient.now(each -> each.healthy() && each.seats() == 400).isEmpty();
      });
    }
  }

  @Test
  void that_one_does_not_answer_is_found_on_the_event_loop_that_owns_it() {
    try (RegistrationRig impatient = RegistrationRig.open(RegistrationRig.SHORT)) {
      impatient.dial("wss://one", false);
      TransportStatus status = impatient.await(1, each -> each.seats() == 500).get(0);
      CompletableFuture<Boolean> onEventLoop = new CompletableFuture<>();

      impatient
          .ask(status, "I1", PETER)
          .onComplete(answer -> onEventLoop.complete(Context.isOnEventLoopThread()));

      assertThat(onEventLoop.orTimeout(Patience.SECONDS, TimeUnit.SECONDS).join())
          .isTrue();
    }
  }

  @Test
  void one_that_is_gone_cannot_be_asked_and_whoever_waits_is_told() {
    ForeignTransport silent = rig.dial("wss://one", false);
    TransportStatus status = rig.await(1, each -> each.seats() == 500).get(0);
    var waiting = rig.ask(status, "I1", PETER);
    Awaitility.await().until(() -> !silent.asked().isEmpty());

    silent.socket().cut();

    Awaitility.await().until(waiting::failed);
    Awaitility.await().until(() -> rig.ask(status, "I1", PETER), answer -> {
      Awaitility.await().until(answer::isComplete);
      return answer.failed();
    });
  }

  @Test
  void answers_that_were_not_asked_for_or_hold_nothing_are_nothing() {
    ForeignTransport odd = rig.dial("wss://one", false);
    TransportStatus status = rig.await(1, each -> each.seats() == 500).get(0);
    odd.send(response("77", Map.of(PETER, "ws-room:wss://one/rooms/I1")));
    var answer = rig.ask(status, "I1", PETER);
    Awaitility.await().until(() -> !odd.asked().isEmpty());
    String id = odd.asked().get(0).getRequestId();

    odd.send(response(id, Map.of(PAULA, "ws-room:wss://one/rooms/I1", PETER, "two\nlines:")));

    Awaitility.await().until(answer::failed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript:alert(1)", "http://one/x", ":x", "ws-room", "ws-room:a\r\nb"})
  void strings_that_lead_no_explorer_anywhere_are_none(String string) {
    ForeignTransport odd = rig.dial("wss://one", false);
    TransportStatus status = rig.await(1, each -> each.seats() == 500).get(0);
    var answer = rig.ask(status, "I1", PETER);
    Awaitility.await().until(() -> !odd.asked().isEmpty());

    odd.send(response(odd.asked().get(0).getRequestId(), Map.of(PETER, string)));

    Awaitility.await().until(answer::failed);
    rig.await(1, each -> !each.healthy());
  }

  @Test
  void one_that_tells_again_and_again_how_full_it_is_is_told_of_now_and_then() {
    ForeignTransport busy = rig.dial("wss://one");
    rig.await(1, each -> each.seats() == 500);
    int before = rig.tellings();

    for (int seats = 1; seats <= 1000; seats++) {
      busy.send(heartbeat(seats, 7));
    }

    rig.await(1, each -> each.seats() == 1000);
    assertThat(rig.tellings() - before).isLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "eyJhbGciOiJub25lIn0.e30."})
  void no_token_opens_nothing(String token) {
    assertThat(refused(token)).isEqualTo(1008);
  }

  @Test
  void a_token_of_another_secret_or_for_another_place_opens_nothing() {
    String foreign = rig.tokens(new Secret("another secret of theirs")).mint(rig.url());
    String elsewhere =
        rig.tokens(RegistrationRig.SECRET).mint("wss://elsewhere.example/transport-registration");
    String otherPath = rig.tokens(RegistrationRig.SECRET).mint(rig.url() + "/rooms/I1");

    assertThat(refused(foreign)).isEqualTo(1008);
    assertThat(refused(elsewhere)).isEqualTo(1008);
    assertThat(refused(otherPath)).isEqualTo(1008);
  }

  private int refused(String token) {
    ForeignTransport transport = new ForeignTransport("wss://one", true);
    transport.dial(rig, rig.urlWith(token));
    return transport.end().code();
  }

  @Test
  void nonsense_ends_its_connection_and_no_other() {
    ForeignTransport good = rig.dial("wss://good");
    rig.await(1, each -> each.seats() == 500);

    ForeignTransport twice = rig.dial("wss://twice");
    twice.send(init(TransportInit.Type.WS, 100));
    ForeignTransport garbage = rig.dial("wss://garbage");
    garbage.socket().sendFrame(Unpooled.wrappedBuffer(new byte[] {
      (byte) 0x82, (byte) 0x83, 0, 0, 0, 0, (byte) 0xff, (byte) 0xff, 1
    }));
    ForeignTransport size = rig.dial("wss://size");
    size.send(init(TransportInit.Type.WS, 0));

    assertThat(twice.end()).extracting(SocketEnd::code).isEqualTo(1008);
    assertThat(garbage.end()).extracting(SocketEnd::code).isEqualTo(1007);
    assertThat(size.end()).extracting(SocketEnd::code).isEqualTo(1008);
    assertThat(good.socket().isOpen()).isTrue();
  }

  @Test
  void random_bytes_end_in_a_close_at_the_most() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] body = new byte[random.nextInt(60)];
      random.nextBytes(body);
      ForeignTransport fuzz = rig.dial("wss://fuzz", false);
      fuzz.send(TransportMessage.newBuilder()
          .setAuthResponse(TransportAuthResponse.newBuilder()
              .setRequestId(ByteString.copyFrom(body).toString()))
          .build());
      byte[] frame = new byte[6 + body.length];
      frame[0] = (byte) 0x82;
      frame[1] = (byte) (0x80 | body.length);
      System.arraycopy(body, 0, frame, 6, body.length);
      fuzz.socket().sendFrame(Unpooled.wrappedBuffer(frame));
      fuzz.socket().close();
    }

    rig.dial("wss://good").send(heartbeat(501, 1));

    rig.await(1, each -> each.seats() == 501);
  }

  private static TransportMessage response(String id, Map<String, String> strings) {
    return TransportMessage.newBuilder()
        .setAuthResponse(
            TransportAuthResponse.newBuilder().setRequestId(id).putAllConnStrs(strings))
        .build();
  }
}
