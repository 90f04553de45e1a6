package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Interest;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Joins this node's bus with those of the others: each tells what is asked for in it, and is sent of it what is born elsewhere, once and in
 * its order. What came over a link, or from a foreign system, is not sent on. Used on the links' context, but for {@link Interest}.
 */
final class BusLinks implements Interest {
  private static final long IN_FORCE_MILLIS = 1000;

  /** A payload that is longer goes in several, so that a batch holds other things too. */
  private static final int PIECE = 1 << 20;

  /** More than the islands of the largest realm there may be. */
  private static final int LONGEST = 1 << 28;

  private static final long WARNED_EACH_NANOS = 60_000_000_000L;

  private static final Logger LOG = LoggerFactory.getLogger(BusLinks.class);

  private final Vertx vertx;
  private final Bus bus;
  private final Context context;
  private final long inForceMillis;

  /** What is asked for in this node, by its pattern's text. */
  private final Set<String> asked = new LinkedHashSet<>();

  private long warned = System.nanoTime() - WARNED_EACH_NANOS;
  private final Map<Link, Joined> joined = new LinkedHashMap<>();

  /** To be made on the links' context. */
  BusLinks(Vertx vertx, Bus bus) {
    this(vertx, bus, IN_FORCE_MILLIS);
  }

  /** @param inForceMillis after which a subscription counts as heard elsewhere though nobody said so */
  BusLinks(Vertx vertx, Bus bus, long inForceMillis) {
    this.inForceMillis = inForceMillis;
    this.vertx = vertx;
    this.bus = bus;
    this.context = vertx.getOrCreateContext();
  }

  /** Begins to carry what is asked for in this node. */
  void start() {
    bus.watch(this);
  }

  /** Carries nothing more that is asked for from now on. */
  void stop() {
    bus.unwatch(this);
  }

  /** The node at a link's other side, and what goes between it and here. */
  private final class Joined {
    final Link link;

    /** Hears here for it. */
    final Bus.Elsewhere served = bus.elsewhere(this::send);

    /** Wishes of here that are not served there yet, by their number. */
    final Map<Long, Promise<Void>> pending = new LinkedHashMap<>();

    private final Headers origin;

    /** Pieces of a message that goes on. */
    private ByteString begun = ByteString.EMPTY;

    Joined(Link link, String node) {
      this.link = link;
      this.origin = new Headers(Map.of(Headers.NODE, node));
    }

    private void send(Message message) {
      if (!isBornHere(message)) {
        return;
      }
      ByteString payload = message.payload().bytes();
      if (payload.size() <= PIECE) {
        link.send(encoded(message, payload).build(), worth(message));
      } else if (link.takes(payload.size())) {
        sendInPieces(message, payload);
      } else {
        warnOfLong(message, payload.size());
      }
    }

    /** None of them may go: one after the other in one turn, so that nothing comes between. */
    private void sendInPieces(Message message, ByteString payload) {
      for (int from = 0; from < payload.size(); from += PIECE) {
        int end = Math.min(payload.size(), from + PIECE);
        link.send(
            encoded(message, payload.substring(from, end))
                .setMore(end < payload.size())
                .build(),
            Link.Worth.HAS_TO_ARRIVE);
      }
    }

    void deliver(BusMessage message) {
      ByteString payload = begun.concat(message.getPayload());
      begun = message.getMore() ? payload : ByteString.EMPTY;
      if (begun.size() > LONGEST) {
        throw new IllegalArgumentException("a message without an end");
      }
      if (!message.getMore()) {
        Map<String, String> values = new HashMap<>(message.getHeadersMap());
        values.putAll(origin.values());
        bus.publish(new Message(
            Subject.of(message.getSubject()), Payload.of(payload), new Headers(values)));
      }
    }

    Future<Void> begin(String pattern) {
      Promise<Void> heard = Promise.promise();
      pending.put(link.begin(pattern), heard);
      return heard.future();
    }

    void serving(long count) {
      List<Promise<Void>> heard = new ArrayList<>();
      pending.entrySet().removeIf(each -> each.getKey() <= count && heard.add(each.getValue()));
      heard.forEach(Promise::tryComplete);
    }

    void end() {
      served.cancel();
      pending.values().forEach(Promise::tryComplete);
    }
  }

  /** What is missing elsewhere then should not be looked for. */
  private void warnOfLong(Message message, int bytes) {
    long now = System.nanoTime();
    if (now - warned > WARNED_EACH_NANOS) {
      warned = now;
      LOG.warn(
          "too long for cluster.queue-bytes, not sent subject={} bytes={}",
          message.subject().name(),
          bytes);
    }
  }

  private static boolean isBornHere(Message message) {
    return !message.headers().isFromAnotherNode() && !message.headers().has(Headers.VIA);
  }

  private static Link.Worth worth(Message message) {
    if (isReplaced(message.subject())) {
      return Link.Worth.REPLACED;
    }
    return message.headers().has(Headers.MAY_GO) ? Link.Worth.MAY_GO : Link.Worth.HAS_TO_ARRIVE;
  }

  /** Heartbeats come again and again: those that are lost are made good by the next. */
  private static boolean isReplaced(Subject subject) {
    return subject.size() == 4
        && subject.name().startsWith("client-proto.peer.")
        && subject.token(3).equals("heartbeat");
  }

  private static BusMessage.Builder encoded(Message message, ByteString payload) {
    return BusMessage.newBuilder()
        .setSubject(message.subject().name())
        .setPayload(payload)
        .putAllHeaders(message.headers().values());
  }

  /** Another node is there: it is told all that is asked for here. */
  void opened(Link link) {
    Joined node = new Joined(link, link.node().orElseThrow());
    joined.put(link, node);
    asked.forEach(node::begin);
  }

  void heard(Link link, LinkBatch said) {
    Joined node = joined.get(link);
    if (node == null) {
      return;
    }
    try {
      said.getBeginsList().forEach(text -> node.served.begins(Pattern.of(text)));
      said.getEndsList().forEach(text -> node.served.ends(Pattern.of(text)));
      if (said.getBegun() > 0) {
        link.serving(said.getBegun());
      }
      node.serving(said.getServing());
      for (BusMessage message : said.getMessagesList()) {
        if (joined.get(link) != node) {
          // what was said before has ended it: that node counts as lost
          return;
        }
        node.deliver(message);
      }
    } catch (IllegalArgumentException malformed) {
      LOG.warn("link said what cannot be place={} cause={}", link.place(), malformed.getMessage());
      link.close("MALFORMED");
    }
  }

  void closed(Link link) {
    Joined node = joined.remove(link);
    if (node != null) {
      node.end();
    }
  }

  /** Patterns that are asked for at the other side of a link. */
  int served(Link link) {
    Joined node = joined.get(link);
    return node == null ? 0 : node.served.size();
  }

  @Override
  public Future<Void> begins(Pattern pattern) {
    Promise<Void> begun = Promise.promise();
    context.runOnContext(turn -> {
      asked.add(pattern.name());
      List<Future<Void>> heard =
          joined.values().stream().map(node -> node.begin(pattern.name())).toList();
      if (heard.isEmpty()) {
        begun.complete();
        return;
      }
      long timer = vertx.setTimer(inForceMillis, late -> begun.tryComplete());
      Future.join(heard).onComplete(all -> {
        vertx.cancelTimer(timer);
        begun.tryComplete();
      });
    });
    return begun.future();
  }

  @Override
  public void ends(Pattern pattern) {
    context.runOnContext(turn -> {
      asked.remove(pattern.name());
      joined.values().forEach(node -> node.link.end(pattern.name()));
    });
  }
}
