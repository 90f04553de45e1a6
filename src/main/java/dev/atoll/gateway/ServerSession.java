package dev.atoll.gateway;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.GatewayCommand;
import dev.atoll.protocol.message.GatewayEvent;
import dev.atoll.protocol.message.GatewayWelcome;
import dev.atoll.session.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one server follows and is told, over one connection after the other: without one it goes on for {@link #RESUME}, so that whoever
 * comes back in time has lost nothing. Used on one event loop only.
 */
final class ServerSession implements Following.Telling {
  static final Duration RESUME = Duration.ofSeconds(30);

  /** More is not gathered for one write: a turn that tells much must not fill the outbox for who reads well. */
  private static final int MOST_GATHERED = 64 << 10;

  /** Nor more than this part of what is kept, of which a small one would be full by a few messages. */
  private static final int GATHERED_SHARE = 8;

  /** Vert.x takes no longer timers than this. */
  private static final long MAX_TIMER = Integer.MAX_VALUE;

  private static final Logger LOG = LoggerFactory.getLogger(ServerSession.class);

  private final String id = UUID.randomUUID().toString();
  private final GatewayParts parts;
  private final Grant grant;

  /** When the last token ends by which somebody came to it. */
  private Instant expires;

  private final Form form;
  private final Outbox outbox;
  private final Following following;
  private final Publishing publishing;
  private long expiry = -1;

  private Optional<Outlet> outlet = Optional.empty();

  /** Ends it, while it has no connection. */
  private long abandoned = -1;

  private final int mostGathered;

  private boolean pumpDue;
  private boolean ended;

  ServerSession(GatewayParts parts, Grant grant, Form form) {
    this.parts = parts;
    this.grant = grant;
    this.expires = grant.expires();
    this.form = form;
    int kept = parts.settings().resumeBytes().bytes();
    this.outbox = new Outbox(kept);
    this.mostGathered = Math.min(MOST_GATHERED, kept / GATHERED_SHARE);
    this.following = new Following(parts, grant, this);
    this.publishing = new Publishing(parts);
    awaitExpiry();
  }

  String id() {
    return id;
  }

  Grant grant() {
    return grant;
  }

  Form form() {
    return form;
  }

  boolean isAttached() {
    return outlet.isPresent();
  }

  /** Whether it has a subscription. */
  boolean follows() {
    return following.size() > 0;
  }

  /** How many snapshots it costs to go on after this sequence: none when nothing is gone. */
  int snapshots(long last) {
    return outbox.isWhole(last) ? 0 : following.size();
  }

  /** Its connection ends; somebody may come back to it. */
  void drain() {
    outlet.ifPresent(now -> now.close(CloseReason.DRAINING));
  }

  /** Begins on a connection. */
  void begin(Outlet now) {
    attach(now);
    welcome(false, 0);
  }

  /** Somebody comes to it by a token of the same scope that may end later. */
  void renew(Instant later) {
    if (later.isAfter(expires)) {
      expires = later;
      parts.vertx().cancelTimer(expiry);
      awaitExpiry();
    }
  }

  /** Goes on with another connection, to a server that has all up to this sequence; one that it still has is closed. */
  void resume(Outlet now, long last) {
    outlet.ifPresent(before -> before.close(CloseReason.REPLACED));
    outlet.ifPresent(this::detach);
    attach(now);
    boolean whole = outbox.resume(last);
    welcome(whole, outbox.lastSequence());
    if (!whole) {
      // in a turn of their own: they may be written at once, and the outlet is to know by then what
      // it carries
      parts.vertx().runOnContext(turn -> following.tellSnapshots());
    }
  }

  private void attach(Outlet now) {
    parts.vertx().cancelTimer(abandoned);
    outlet = Optional.of(now);
  }

  /** First of all on a connection, before what waits. */
  private void welcome(boolean resumed, long last) {
    GatewayEvent welcome = GatewayEvent.newBuilder()
        .setWelcome(GatewayWelcome.newBuilder()
            .setSession(id)
            .setResumed(resumed)
            .setLastSequence(last)
            .setResumeSeconds((int) RESUME.toSeconds()))
        .build();
    outlet.ifPresent(now -> now.write(0, form.write(welcome)));
    outlet.ifPresent(Outlet::flush);
    pumpSoon();
  }

  /** A connection is gone; nothing happens when it is not the one that counts. */
  void detach(Outlet gone) {
    if (ended || outlet.filter(now -> now == gone).isEmpty()) {
      return;
    }
    outlet = Optional.empty();
    outbox.detach();
    abandoned = parts.vertx().setTimer(RESUME.toMillis(), timer -> end());
  }

  /** Ends it for good. */
  void end() {
    end(CloseReason.DRAINING);
  }

  void end(CloseReason reason) {
    if (ended) {
      return;
    }
    ended = true;
    parts.vertx().cancelTimer(abandoned);
    parts.vertx().cancelTimer(expiry);
    following.end();
    parts.servers().remove(this);
    outlet.ifPresent(now -> now.close(reason));
  }

  private void awaitExpiry() {
    long life = Duration.between(Instant.now(), expires).toMillis();
    expiry = parts.vertx().setTimer(Math.max(1, Math.min(life, MAX_TIMER)), timer -> expired());
  }

  private void expired() {
    if (expires.isAfter(Instant.now())) {
      awaitExpiry();
      return;
    }
    end(CloseReason.BAD_TOKEN);
  }

  /**
   * A message of the server.
   *
   * @throws InvalidProtocolBufferException when it is nothing of this form at all
   */
  void handle(byte[] message) throws InvalidProtocolBufferException {
    GatewayCommand command = GatewayCommand.getDefaultInstance();
    try {
      command = form.read(message);
      handle(command);
    } catch (Refused refused) {
      parts.meters().refused(refused.problem());
      answer(Events.error(Math.max(command.getId(), refused.command()), refused));
    }
  }

  private void handle(GatewayCommand command) {
    switch (command.getCommandCase()) {
      case SUBSCRIBE -> {
        Wanted wanted = Wanted.of(command.getSubscribe().getSubject());
        parts.servers().ask(grant, 1);
        subscribe(wanted, command.getId());
      }
      case UNSUBSCRIBE -> {
        int number = command.getUnsubscribe().getSubscription();
        if (!following.unsubscribe(number)) {
          throw new Refused(Problem.UNKNOWN_SUBSCRIPTION, "There is no such subscription");
        }
        answer(Events.acknowledged(command.getId(), number));
      }
      case PUBLISH -> {
        publishing.publish(grant, command.getPublish());
        answer(Events.acknowledged(command.getId(), 0));
      }
      case LEAVE -> {
        // the answers to what it said just before
        pump();
        end(CloseReason.LEFT);
      }
      case COMMAND_NOT_SET -> throw new Refused(Problem.BAD_COMMAND, "There is no command");
    }
  }

  /** Subscribes to all of these, one a turn, which have to be allowed and asked for already. */
  void subscribe(List<Wanted> wanted) {
    if (!ended && !wanted.isEmpty()) {
      subscribe(wanted.get(0), 0);
      parts.vertx().runOnContext(turn -> subscribe(wanted.subList(1, wanted.size())));
    }
  }

  /**
   * Subscribes; told when it is in force, and its snapshot after that.
   *
   * @throws Refused when it may not
   */
  private void subscribe(Wanted wanted, int id) {
    following
        .subscribe(wanted)
        .onSuccess(number -> {
          answer(Events.acknowledged(id, number));
          following.begin(number);
        })
        .onFailure(cause -> {
          LOG.warn("Subscription cannot be put in force session={}", this.id, cause);
          // it must not wait for what does not come; elsewhere it may be heard
          end();
        });
  }

  private void answer(GatewayEvent.Builder answer) {
    if (isAttached()) {
      outbox.addPassing(form.write(answer.build()));
      pumpSoon();
    }
  }

  @Override
  public void tell(GatewayEvent.Builder event) {
    parts.meters().told();
    outbox.add(form.write(event.setSequence(outbox.nextSequence()).build()));
    if (outbox.waitingBytes() > mostGathered) {
      pump();
    } else {
      pumpSoon();
    }
  }

  @Override
  public void tellNewest(String key, GatewayEvent.Builder event) {
    if (isAttached()) {
      parts.meters().told();
      outbox.putNewest(key, form.write(event.build()));
      pumpSoon();
    }
  }

  @Override
  public void forgetNewest(String part) {
    outbox.forgetNewest(part);
  }

  /** Once a turn, whatever happens in it, so that it goes out in one write. */
  private void pumpSoon() {
    if (!pumpDue) {
      pumpDue = true;
      parts.vertx().runOnContext(ignored -> {
        pumpDue = false;
        pump();
      });
    }
  }

  /** The connection may take more. */
  void pump() {
    if (outlet.isEmpty()) {
      return;
    }
    if (outbox.isOverflown()) {
      parts.meters().overflown();
      outlet.get().close(CloseReason.TOO_SLOW);
    } else {
      outbox.pump(outlet.get());
    }
  }
}
