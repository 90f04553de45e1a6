package dev.atoll.transport.registration;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.StringsAnswer;
import dev.atoll.protocol.message.StringsQuestion;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transports that dialled in at other nodes of the realm are asked through those, and those that did here are asked for others. Used on the
 * door's event loop, but for {@link #transport}, which is safe for any thread.
 */
final class RegisteredElsewhere {
  /** As one connection has of its own. */
  private static final int MOST_WAITING = 1000;

  /** Of {@code realm.registration.<transport>.asked}. */
  private static final int TRANSPORT = 2;

  private static final Logger LOG = LoggerFactory.getLogger(RegisteredElsewhere.class);

  private final Bus bus;
  private final Context home;
  private final Duration patience;
  private final String name;
  private final Map<Long, Promise<Map<String, String>>> waiting = new HashMap<>();
  private List<Subscription> subscriptions = List.of();
  private long questions;

  /**
   * @param home the door's event loop
   * @param name of this door, a token that no other has
   */
  RegisteredElsewhere(Bus bus, Context home, Duration patience, String name) {
    this.bus = bus;
    this.home = home;
    this.patience = patience;
    this.name = name;
  }

  /**
   * Asks and answers from now on.
   *
   * @param here those that dialled in here, by their id
   */
  void start(Function<String, Optional<? extends Transport>> here) {
    subscriptions = List.of(
        bus.subscribe(
            Subjects.EVERY_REGISTERED_ASKED,
            message -> here.apply(message.subject().token(TRANSPORT))
                .ifPresent(transport -> asked(message, transport))),
        bus.subscribe(Subjects.only(Subjects.registrationAnswered(name)), this::answered));
  }

  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions = List.of();
  }

  /** One of another node; fails when that does not answer in time. */
  Transport transport(String id) {
    Subject subject = Subjects.registeredAsked(id);
    return (island, passengers) -> {
      Promise<Map<String, String>> answer = Promise.promise();
      home.runOnContext(now -> ask(subject, island, passengers).onComplete(answer));
      return answer.future();
    };
  }

  private Future<Map<String, String>> ask(
      Subject subject, String island, List<Passenger> passengers) {
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture("too many wait for answers");
    }
    long number = ++questions;
    Promise<Map<String, String>> answer = ((ContextInternal) home).promise();
    waiting.put(number, answer);
    StringsQuestion.Builder question =
        StringsQuestion.newBuilder().setAsker(name).setNumber(number).setIsland(island);
    passengers.forEach(passenger -> question.addUsers(passenger.address()));
    bus.publish(new Message(subject, Payload.of(question.build())));
    return answer
        .future()
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(over -> waiting.remove(number));
  }

  private void asked(Message message, Transport transport) {
    if (!message.headers().isFromAnotherNode()) {
      return;
    }
    try {
      StringsQuestion question =
          message.payload().as(StringsQuestion.class, StringsQuestion.parser());
      List<Passenger> passengers =
          question.getUsersList().stream().map(user -> new Passenger(user, "")).toList();
      transport
          .connectionStrings(question.getIsland(), passengers)
          .onComplete(strings -> answer(
              question,
              StringsAnswer.newBuilder()
                  .setNumber(question.getNumber())
                  .setFailed(strings.failed())
                  .putAllStrings(strings.succeeded() ? strings.result() : Map.of())
                  .build()));
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("question cannot be read cause={}", malformed.getMessage());
    }
  }

  private void answer(StringsQuestion question, StringsAnswer answer) {
    bus.publish(
        new Message(Subjects.registrationAnswered(question.getAsker()), Payload.of(answer)));
  }

  private void answered(Message message) {
    try {
      StringsAnswer told = message.payload().as(StringsAnswer.class, StringsAnswer.parser());
      Promise<Map<String, String>> answer = waiting.remove(told.getNumber());
      if (answer != null && told.getFailed()) {
        answer.tryFail("the transport gave no connection strings");
      } else if (answer != null) {
        answer.tryComplete(told.getStringsMap());
      }
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("answer cannot be read cause={}", malformed.getMessage());
    }
  }
}
