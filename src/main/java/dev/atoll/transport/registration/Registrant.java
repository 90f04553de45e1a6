package dev.atoll.transport.registration;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.auth.RegistrationTokens;
import dev.atoll.client.Dialer;
import dev.atoll.client.SocketEnd;
import dev.atoll.client.SocketEvents;
import dev.atoll.client.WireSocket;
import dev.atoll.protocol.message.TransportAuthRequest;
import dev.atoll.protocol.message.TransportAuthResponse;
import dev.atoll.protocol.message.TransportHeartbeat;
import dev.atoll.protocol.message.TransportInit;
import dev.atoll.protocol.message.TransportMessage;
import dev.atoll.session.TokenBucket;
import dev.atoll.transport.Passenger;
import dev.atoll.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers this node's rooms to a foreign archipelago, as a transport of 2022 does (wire.md §8): dials it, says how full they are each
 * ten seconds, and answers with connection strings. Dials again a second after a loss, for ever. Belongs to the event loop it is
 * started on.
 */
public final class Registrant {
  private static final long HEARTBEAT_MILLIS = 10_000;
  private static final long REDIAL_MILLIS = 1_000;

  /** Peers asked for at once. */
  private static final int MOST_USERS = 10_000;

  /** Strings made on average, some 5 µs each; a request beyond is not answered. Several times the logins a node can take. */
  private static final int USERS_PER_SECOND = 5_000;

  private static final Logger LOG = LoggerFactory.getLogger(Registrant.class);

  private final Parts parts;
  private final Dialer dialer;
  private final TokenBucket users;
  private Optional<WireSocket> socket = Optional.empty();
  private long timer;
  private boolean stopped;

  /** It was told that it is registered. */
  private boolean told;

  /** It was told that it is not. */
  private boolean lost;

  /**
   * What it is made of.
   *
   * @param url of the archipelago's registration
   * @param tokens made with the secret that both sides know
   * @param rooms give connection strings, at once
   * @param islandSize most peers of one room
   * @param load how full the rooms are now
   */
  public record Parts(
      Vertx vertx,
      URI url,
      RegistrationTokens tokens,
      Transport rooms,
      int islandSize,
      Supplier<Load> load) {}

  /** How full rooms are. */
  public record Load(int seats, int users) {}

  public Registrant(Parts parts) {
    this.parts = parts;
    this.users = new TokenBucket(USERS_PER_SECOND, MOST_USERS, System.nanoTime());
    this.dialer = new Dialer(parts.vertx());
  }

  /** Dials from now on. */
  public void start() {
    timer = parts
        .vertx()
        .setPeriodic(
            HEARTBEAT_MILLIS,
            id -> socket.ifPresent(open -> {
              registered();
              heartbeat(open);
            }));
    dial();
  }

  /** Dials no more, and leaves. */
  public void stop() {
    stopped = true;
    parts.vertx().cancelTimer(timer);
    socket.ifPresent(WireSocket::close);
    dialer.close();
  }

  private void dial() {
    String separator = parts.url().getRawQuery() == null ? "?" : "&";
    URI url = URI.create(parts.url() + separator + "access_token="
        + parts.tokens().mint(parts.url().toString()));
    dialer
        .open(url, "", Listening::new)
        .onSuccess(this::opened)
        .onFailure(fault -> lost(fault.toString()));
  }

  private void opened(WireSocket open) {
    if (stopped) {
      open.close();
      return;
    }
    socket = Optional.of(open);
    if (!lost) {
      registered();
    }
    open.send(TransportMessage.newBuilder()
        .setInit(TransportInit.newBuilder()
            .setType(TransportInit.Type.WS)
            .setMaxIslandSize(parts.islandSize()))
        .build());
    heartbeat(open);
  }

  /** Told when it lasts: one that lets us in and throws us out each second is one line, and not two a second. */
  private void registered() {
    if (lost || !told) {
      LOG.info("Registered as a transport host={}", parts.url().getHost());
    }
    told = true;
    lost = false;
  }

  private void heartbeat(WireSocket open) {
    Load load = parts.load().get();
    open.send(TransportMessage.newBuilder()
        .setHeartbeat(TransportHeartbeat.newBuilder()
            .setAvailableSeats(load.seats())
            .setUsersCount(load.users()))
        .build());
  }

  private void lost(String why) {
    socket = Optional.empty();
    if (stopped) {
      return;
    }
    if (!lost) {
      LOG.warn("Not registered as a transport host={} cause={}", parts.url().getHost(), why);
      lost = true;
    }
    parts.vertx().setTimer(REDIAL_MILLIS, id -> {
      if (!stopped) {
        dial();
      }
    });
  }

  private void answer(WireSocket open, TransportAuthRequest request) {
    if (!users.tryTake(request.getUserIdsCount(), System.nanoTime())) {
      LOG.debug("Asked for too much users={}", request.getUserIdsCount());
      return;
    }
    List<Passenger> passengers =
        request.getUserIdsList().stream().map(user -> new Passenger(user, "")).toList();
    parts
        .rooms()
        .connectionStrings(request.getRoomId(), passengers)
        .onSuccess(strings -> open.send(response(request.getRequestId(), strings)));
  }

  private static TransportMessage response(String id, Map<String, String> strings) {
    return TransportMessage.newBuilder()
        .setAuthResponse(
            TransportAuthResponse.newBuilder().setRequestId(id).putAllConnStrs(strings))
        .build();
  }

  private final class Listening implements SocketEvents {
    private final WireSocket from;

    private Listening(WireSocket from) {
      this.from = from;
    }

    @Override
    public void message(ByteBuf buffer, int offset, int length)
        throws InvalidProtocolBufferException {
      TransportMessage message = TransportMessage.parseFrom(buffer.nioBuffer(offset, length));
      if (message.hasAuthRequest()) {
        answer(from, message.getAuthRequest());
      }
    }

    @Override
    public void closed(SocketEnd end) {
      lost(end.toString());
    }
  }
}
