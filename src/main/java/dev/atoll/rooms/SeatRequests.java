package dev.atoll.rooms;

import dev.atoll.protocol.message.SeatAnswer;
import dev.atoll.protocol.message.SeatRequest;
import dev.atoll.protocol.message.SpanMessage;
import dev.atoll.session.ClientFault;
import dev.atoll.session.CloseReason;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gets seats of rooms that span nodes from whoever gives them: at once where that is this node, else with an answer or after
 * {@link #PATIENCE} not at all. Used on one event loop only.
 */
final class SeatRequests {
  static final Duration PATIENCE = Duration.ofSeconds(1);

  /** Views of nodes differ for moments only: whoever is not the owner is asked again, or who is by then. */
  private static final long AGAIN_MILLIS = 50;

  private final Vertx vertx;
  private final Owners owners;
  private final SeatBook book;
  private final SpanTalk talk;

  /** By number; no more than there are sockets that wait to come in. */
  private final Map<Long, Request> waiting = new LinkedHashMap<>();

  private long last;

  private static final class Request {
    final String room;
    final String address;
    final Promise<Integer> alias = Promise.promise();
    String asked = "";

    Request(String room, String address) {
      this.room = room;
      this.address = address;
    }
  }

  SeatRequests(Vertx vertx, Owners owners, SeatBook book, SpanTalk talk) {
    this.vertx = vertx;
    this.owners = owners;
    this.book = book;
    this.talk = talk;
  }

  /**
   * A seat for who enters here; the alias by which the others will know it.
   *
   * @return fails with a {@link ClientFault} when there is none, or it cannot be known
   */
  Future<Integer> seat(String room, String address) {
    if (isMine(room)) {
      int alias = book.take(room, address);
      return alias == SeatBook.FULL
          ? Future.failedFuture(new ClientFault(CloseReason.ROOM_FULL))
          : Future.succeededFuture(alias);
    }
    Request request = new Request(room, address);
    long number = ++last;
    waiting.put(number, request);
    long timer = vertx.setTimer(PATIENCE.toMillis(), late -> giveUp(number, request));
    ask(number, request);
    return request.alias.future().onComplete(done -> {
      waiting.remove(number);
      vertx.cancelTimer(timer);
    });
  }

  /** A seat that is given after all is not kept from others. */
  private void giveUp(long number, Request request) {
    withdraw(request.asked, request.room, request.address, Seat.ANY);
    request.alias.tryFail(new ClientFault(CloseReason.NO_SEAT));
  }

  /** Whoever got this alias does not come in. */
  void giveBack(String room, String address, int alias) {
    if (!isMine(room)) {
      withdraw(owners.of(room), room, address, alias);
    }
  }

  private void withdraw(String owner, String room, String address, int alias) {
    talk.tell(
        owner,
        SpanMessage.newBuilder()
            .setRequest(SeatRequest.newBuilder()
                .setRoom(room)
                .setAddress(address)
                .setWithdrawn(true)
                .setAlias(alias))
            .build());
  }

  private boolean isMine(String room) {
    return owners.of(room).equals(talk.self());
  }

  private void ask(long number, Request request) {
    request.asked = owners.of(request.room);
    if (request.asked.equals(talk.self())) {
      granted(request, book.take(request.room, request.address));
      return;
    }
    talk.tell(
        request.asked,
        SpanMessage.newBuilder()
            .setRequest(SeatRequest.newBuilder()
                .setNumber(number)
                .setRoom(request.room)
                .setAddress(request.address))
            .build());
  }

  private static void granted(Request request, int alias) {
    if (alias == SeatBook.FULL) {
      request.alias.tryFail(new ClientFault(CloseReason.ROOM_FULL));
    } else {
      request.alias.tryComplete(alias);
    }
  }

  /** Another node answers. */
  void answered(String node, SeatAnswer answer) {
    Request request = waiting.get(answer.getNumber());
    if (request == null || !request.asked.equals(node)) {
      return;
    }
    switch (answer.getOutcome()) {
      case GRANTED -> {
        if (answer.getAlias() > 0 && answer.getAlias() <= SeatBook.HIGHEST) {
          granted(request, answer.getAlias());
        }
      }
      case FULL -> granted(request, SeatBook.FULL);
      default ->
        vertx.setTimer(AGAIN_MILLIS, id -> {
          if (waiting.get(answer.getNumber()) == request) {
            ask(answer.getNumber(), request);
          }
        });
    }
  }

  /** Another node asks. */
  void asked(String node, SeatRequest request) {
    if (request.getWithdrawn()) {
      book.free(request.getRoom(), request.getAddress(), node, request.getAlias());
      return;
    }
    SeatAnswer.Builder answer = SeatAnswer.newBuilder().setNumber(request.getNumber());
    if (isMine(request.getRoom())) {
      int alias = book.hold(request.getRoom(), request.getAddress(), node);
      answer
          .setOutcome(alias == SeatBook.FULL ? SeatAnswer.Outcome.FULL : SeatAnswer.Outcome.GRANTED)
          .setAlias(alias);
    }
    talk.tell(node, SpanMessage.newBuilder().setAnswer(answer).build());
  }

  /** Other nodes are there than before: who waits for one that is gone asks another. */
  void viewChanged() {
    List.copyOf(waiting.entrySet()).forEach(each -> {
      Request request = each.getValue();
      if (!owners.of(request.room).equals(request.asked)) {
        ask(each.getKey(), request);
      }
    });
  }
}
