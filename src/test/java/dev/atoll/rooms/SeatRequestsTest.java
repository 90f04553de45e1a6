package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.Patience;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Pattern;
import dev.atoll.cluster.RealmNode;
import dev.atoll.protocol.message.SeatAnswer;
import dev.atoll.protocol.message.SeatAnswer.Outcome;
import dev.atoll.protocol.message.SeatRequest;
import dev.atoll.protocol.message.SpanMessage;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests of node "a", on one event loop. */
class SeatRequestsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final LocalBus bus = new LocalBus();
  private final Owners owners = new Owners("a");
  private final SpanTalk talk = new SpanTalk(bus, "a");
  private final Deque<SeatRequest> asked = new ArrayDeque<>();
  private final SeatBook book = new SeatBook(new EmptyRooms(), System::nanoTime, bound -> 0);
  private final SeatRequests requests = new SeatRequests(vertx, owners, book, talk);

  private static final class EmptyRooms implements SeatBook.Rooms {
    @Override
    public int size() {
      return 1;
    }

    @Override
    public int others(String room, String address) {
      return 0;
    }

    @Override
    public int highestAlias(String room) {
      return 0;
    }
  }

  @BeforeEach
  void listen() throws Exception {
    on(() -> hear(asked::add));
  }

  private void hear(Consumer<SeatRequest> hearer) {
    bus.subscribe(Pattern.of("realm.rooms.*"), message -> {
      try {
        hearer.accept(
            message.payload().as(SpanMessage.class, SpanMessage.parser()).getRequest());
      } catch (Exception wrong) {
        throw new IllegalStateException(wrong);
      }
    });
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void this_node_s_own_seats_are_given_at_once() throws Exception {
    on(() -> {
      assertThat(requests.seat("r", "1").result()).isPositive();
      book.hold("r", "2", "b");
      Future<Integer> full = requests.seat("r", "3");
      assertThat(reason(full)).isEqualTo(CloseReason.ROOM_FULL);
      assertThat(asked).isEmpty();
    });
  }

  @Test
  void another_s_are_asked_for_and_come_with_its_answer_only() throws Exception {
    on(() -> {
      view("a", "b");
      String room = SpannedRooms.ownedBy("b", 0, "a", "b");
      Future<Integer> seat = requests.seat(room, "1");
      SeatAnswer granted = SeatAnswer.newBuilder()
          .setNumber(asked.getLast().getNumber())
          .setOutcome(Outcome.GRANTED)
          .setAlias(7)
          .build();

      requests.answered("c", granted);
      requests.answered("b", granted.toBuilder().setNumber(99).build());
      requests.answered("b", granted.toBuilder().setAlias(-1).build());
      assertThat(seat.isComplete()).isFalse();
      requests.answered("b", granted);

      assertThat(seat.result()).isEqualTo(7);
      requests.answered("b", granted);
    });
  }

  @Test
  void who_waits_for_a_node_that_is_lost_gets_a_seat_of_the_next() throws Exception {
    on(() -> {
      view("a", "b");
      Future<Integer> seat = requests.seat(SpannedRooms.ownedBy("b", 0, "a", "b"), "1");
      assertThat(seat.isComplete()).isFalse();

      view("a");

      assertThat(seat.result()).isPositive();
    });
  }

  @Test
  void a_node_that_says_it_is_another_s_is_asked_again_for_a_second() throws Exception {
    CompletableFuture<CloseReason> end = new CompletableFuture<>();
    on(() -> {
      view("a", "b");
      String room = SpannedRooms.ownedBy("b", 0, "a", "b");
      hear(request -> {
        asked.add(request);
        requests.answered(
            "b", SeatAnswer.newBuilder().setNumber(request.getNumber()).build());
      });
      requests
          .seat(room, "1")
          .onComplete(done -> end.complete(reason(Future.failedFuture(done.cause()))));
    });

    assertThat(end.get(Patience.SECONDS, TimeUnit.SECONDS)).isEqualTo(CloseReason.NO_SEAT);
    assertThat(asked).hasSizeGreaterThan(4);
    assertThat(asked.getLast().getWithdrawn()).isTrue();
  }

  @Test
  void a_seat_that_is_not_wanted_any_more_is_another_s_at_once() throws Exception {
    on(() -> {
      SeatRequest request =
          SeatRequest.newBuilder().setNumber(5).setRoom("r").setAddress("1").build();
      requests.asked("b", request);
      assertThat(reason(requests.seat("r", "2"))).isEqualTo(CloseReason.ROOM_FULL);

      requests.asked("c", request.toBuilder().setWithdrawn(true).build());
      assertThat(reason(requests.seat("r", "2"))).isEqualTo(CloseReason.ROOM_FULL);
      requests.asked("b", request.toBuilder().setWithdrawn(true).build());

      assertThat(requests.seat("r", "2").result()).isPositive();
    });
  }

  @Test
  void who_does_not_come_in_with_a_seat_gives_that_one_back() throws Exception {
    on(() -> {
      view("a", "b");
      String room = SpannedRooms.ownedBy("b", 0, "a", "b");

      requests.giveBack(room, "1", 7);
      requests.giveBack(SpannedRooms.ownedBy("a", 0, "a", "b"), "1", 7);

      assertThat(asked).hasSize(1);
      assertThat(asked.getLast())
          .isEqualTo(SeatRequest.newBuilder()
              .setRoom(room)
              .setAddress("1")
              .setWithdrawn(true)
              .setAlias(7)
              .build());
    });
  }

  @Test
  void who_is_not_the_owner_says_so() throws Exception {
    on(() -> {
      view("a", "b");
      List<SpanMessage> told = new ArrayList<>();
      bus.subscribe(Pattern.of("realm.rooms.b"), message -> {
        try {
          told.add(message.payload().as(SpanMessage.class, SpanMessage.parser()));
        } catch (Exception wrong) {
          throw new IllegalStateException(wrong);
        }
      });
      for (String owner : List.of("b", "a", "a")) {
        requests.asked(
            "b",
            SeatRequest.newBuilder()
                .setNumber(5)
                .setRoom(SpannedRooms.ownedBy(owner, 0, "a", "b"))
                .setAddress(told.size() + "")
                .build());
      }

      assertThat(told)
          .extracting(each -> each.getAnswer().getOutcome())
          .containsExactly(Outcome.NOT_MINE, Outcome.GRANTED, Outcome.FULL);
    });
  }

  private void view(String... nodes) {
    List<RealmNode> now =
        Arrays.stream(nodes).map(id -> new RealmNode(id, false, false)).toList();
    talk.update(now);
    owners.update(now);
    requests.viewChanged();
  }

  private static CloseReason reason(Future<?> failed) {
    return ((ClientFault) failed.cause()).reason();
  }

  private void on(Runnable test) throws Exception {
    CompletableFuture<Void> done = new CompletableFuture<>();
    context.runOnContext(turn -> {
      try {
        test.run();
        done.complete(null);
      } catch (Throwable failed) {
        done.completeExceptionally(failed);
      }
    });
    done.get(Patience.SECONDS, TimeUnit.SECONDS);
  }
}
