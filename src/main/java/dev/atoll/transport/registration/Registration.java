package dev.atoll.transport.registration;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.TransportAuthRequest;
import dev.atoll.protocol.message.TransportAuthResponse;
import dev.atoll.protocol.message.TransportHeartbeat;
import dev.atoll.protocol.message.TransportInit;
import dev.atoll.protocol.message.TransportMessage;
import dev.atoll.session.ClientFault;
import dev.atoll.session.ClientSocket;
import dev.atoll.session.CloseReason;
import dev.atoll.session.SocketListener;
import dev.atoll.transport.registration.RegisteredTransport.Load;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** One connection of a transport: says what it is, how full it is, and answers who asks it for connection strings. */
final class Registration implements SocketListener {
  private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

  /** Requests that wait for their answers; the archipelago asks for one island at a time. */
  private static final int MOST_WAITING = 1000;

  private static final int LARGEST_ISLAND = 10_000;
  private static final int LONGEST_STRING = 4096;

  /** Those of connection strings that explorers know (wire.md §2.1) and that lead to a transport. */
  private static final Set<String> PROTOCOLS =
      Set.of("ws-room", "livekit", "signed-login", "fixed-adapter");

  /** Who is asked for only to learn where the answer leads. */
  private static final String NOBODY = "0x0000000000000000000000000000000000000000";

  private static final String NO_ROOM = "atoll-probe";

  private final RegistrationDoor door;
  private final ClientSocket socket;
  private final String source;

  /** At most {@value #MOST_WAITING}, each for as long as the door's patience. */
  private final Map<String, Waiting> waiting = new HashMap<>();

  private long requests;
  private Stage stage = new Stage.Unknown();
  private Load load = new Load(0, 0, 0);

  private record Waiting(String room, List<String> users, Promise<Map<String, String>> answer) {}

  /** How far it has come. */
  private sealed interface Stage {
    /** It did not say what it is. */
    record Unknown() implements Stage {}

    /** It said what it is; whether it was here before is being found out. */
    record Nameless() implements Stage {}

    /** It carries islands. */
    record Registered(RegisteredTransport transport) implements Stage {}
  }

  Registration(RegistrationDoor door, ClientSocket socket, String source) {
    this.door = door;
    this.socket = socket;
    this.source = source;
    socket.deadline(INIT_LIMIT, CloseReason.HANDSHAKE_TIMEOUT);
  }

  @Override
  public void message(ByteBuf buffer, int offset, int length)
      throws InvalidProtocolBufferException {
    TransportMessage message = TransportMessage.parseFrom(buffer.nioBuffer(offset, length));
    switch (message.getMessageCase()) {
      case INIT -> begin(message.getInit());
      case HEARTBEAT -> heartbeat(message.getHeartbeat());
      case AUTH_RESPONSE -> answered(message.getAuthResponse());
      case AUTH_REQUEST, MESSAGE_NOT_SET -> {}
    }
  }

  @Override
  public void closed() {
    if (stage instanceof Stage.Registered registered) {
      registered.transport().disconnected();
    }
    List<Waiting> left = new ArrayList<>(waiting.values());
    waiting.clear();
    left.forEach(each -> each.answer().tryFail("the transport is gone"));
  }

  private void begin(TransportInit init) {
    int size = init.getMaxIslandSize();
    if (!(stage instanceof Stage.Unknown)
        || init.getType() == TransportInit.Type.UNRECOGNIZED
        || size < 1
        || size > LARGEST_ISLAND) {
      throw new ClientFault(CloseReason.WRONG_STAGE);
    }
    socket.clearDeadline();
    stage = new Stage.Nameless();
    load = new Load(size, load.seats(), load.users());
    Set<RegisteredTransport> missing = door.missing(init.getType());
    Optional<RegisteredTransport> same = missing.stream()
        .filter(each -> each.destination().isEmpty() && each.source().equals(source))
        .findFirst();
    boolean mayBeOther = missing.stream().anyMatch(each -> each.destination().isPresent());
    if (same.isEmpty() && mayBeOther) {
      ask(NO_ROOM, List.of(NOBODY))
          .onComplete(answer -> identified(
              init.getType(),
              answer.succeeded() ? destination(NO_ROOM, answer.result()) : Optional.empty()));
    } else {
      register(same.orElseGet(() -> door.register(init.getType())));
    }
  }

  /** It is the one whose strings led to the same place, if that one has not come back meanwhile. */
  private void identified(TransportInit.Type type, Optional<Destination> destination) {
    if (socket.isOpen()) {
      Optional<RegisteredTransport> same = door.missing(type).stream()
          .filter(each -> destination.isPresent() && each.destination().equals(destination))
          .findFirst();
      try {
        register(same.orElseGet(() -> door.register(type)));
      } catch (ClientFault fault) {
        socket.close(fault.reason());
      }
    }
  }

  private void register(RegisteredTransport transport) {
    stage = new Stage.Registered(transport);
    transport.connected(this, source);
    transport.carries(load);
  }

  private void heartbeat(TransportHeartbeat heartbeat) {
    load = new Load(
        load.islandSize(),
        Math.max(heartbeat.getAvailableSeats(), 0),
        Math.max(heartbeat.getUsersCount(), 0));
    if (stage instanceof Stage.Registered registered) {
      registered.transport().carries(load);
    }
  }

  /** Connection strings of these users for a room; of some only, when it gives no more. Fails when it gives none in time. */
  Future<Map<String, String>> ask(String room, List<String> users) {
    if (waiting.size() >= MOST_WAITING || !socket.isOpen()) {
      return Future.failedFuture("the transport cannot be asked");
    }
    String id = Long.toString(++requests, Character.MAX_RADIX);
    // one without a context is told that its time is over on a thread of Netty's
    Promise<Map<String, String>> answer = ((ContextInternal) door.home()).promise();
    waiting.put(id, new Waiting(room, users, answer));
    socket.send(TransportMessage.newBuilder()
        .setAuthRequest(
            TransportAuthRequest.newBuilder().setRequestId(id).setRoomId(room).addAllUserIds(users))
        .build());
    long limit = door.patience().answer().toMillis();
    return answer
        .future()
        .timeout(limit, TimeUnit.MILLISECONDS)
        .onFailure(late -> waiting.remove(id));
  }

  private void answered(TransportAuthResponse response) {
    Waiting asked = waiting.remove(response.getRequestId());
    if (asked == null) {
      return;
    }
    Map<String, String> strings = new HashMap<>();
    for (String user : asked.users()) {
      String string = response.getConnStrsOrDefault(user, "");
      if (isString(string)) {
        strings.put(user, string);
      }
    }
    if (stage instanceof Stage.Registered registered) {
      destination(asked.room(), strings).ifPresent(registered.transport()::led);
    }
    if (strings.isEmpty() && !asked.users().isEmpty()) {
      asked.answer().tryFail("the transport gave no connection strings");
    } else {
      asked.answer().tryComplete(strings);
    }
  }

  /** Whether explorers can do something with it. */
  private static boolean isString(String string) {
    int colon = string.indexOf(':');
    return colon > 0
        && PROTOCOLS.contains(string.substring(0, colon))
        && string.length() <= LONGEST_STRING
        && string.chars().noneMatch(each -> each <= ' ' || each == 0x7F);
  }

  private static Optional<Destination> destination(String room, Map<String, String> strings) {
    return strings.values().stream().findAny().flatMap(string -> Destination.of(string, room));
  }
}
