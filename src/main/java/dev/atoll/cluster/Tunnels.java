package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import dev.atoll.protocol.message.TunnelPiece;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries links of nodes that cannot reach each other through one that both can: in pieces, over its links with both. The two find out
 * who they are as over any connection, so that the node between can end it and no more. It keeps nothing of what crosses it, and lets
 * nothing cross that crossed another node. What has not arrived at the other end counts as waiting at this one, so that a link in a tunnel
 * holds back as one over a slow connection does. Used on the links' context.
 */
final class Tunnels {
  /** Of a piece: what is of the two nodes themselves may come between. */
  private static final int LONGEST = 64 << 10;

  private final Context context;
  private final Ends ends;

  /** Those that end here. Bounded as links are: at each hangs one. */
  private final Map<Way, Tunnel> tunnels = new HashMap<>();

  private long numbers;

  /**
   * A tunnel as one end knows it.
   *
   * @param via node between
   * @param node at the other end
   * @param own whether it was begun here
   */
  private record Way(String via, String node, long number, boolean own) {}

  /** What is at its ends. */
  interface Ends {
    /** The open link with that node that has a connection of its own. */
    Optional<Link> direct(String node);

    /** Another node began one; empty: no more are let in. */
    Optional<Link> accept(Carrier carrier);
  }

  Tunnels(Context context, Ends ends) {
    this.context = context;
    this.ends = ends;
  }

  /**
   * Begins one to a node.
   *
   * @param between the link with the node that it goes through
   * @param maker makes the link that it carries, which may say something at once
   */
  Link begin(Link between, String node, Function<Carrier, Link> maker) {
    Tunnel tunnel = new Tunnel(between, node, ++numbers, true);
    tunnel.link = Optional.of(maker.apply(tunnel));
    return tunnel.link.orElseThrow();
  }

  /** What came over a link. */
  void heard(Link from, List<TunnelPiece> pieces) {
    for (TunnelPiece piece : pieces) {
      if (!from.isOpen() || !from.isDirect()) {
        return;
      }
      if (piece.getCrossed()) {
        arrived(from, piece);
      } else {
        cross(from, piece);
      }
    }
  }

  /** From the node of one link to that of another; who cannot be reached has ended it. */
  private void cross(Link from, TunnelPiece piece) {
    String sender = from.node().orElseThrow();
    TunnelPiece crossed = piece.toBuilder().setNode(sender).setCrossed(true).build();
    boolean sent = ends.direct(piece.getNode())
        .filter(to -> to != from)
        .filter(to -> to.send(crossed))
        .isPresent();
    if (!sent && !piece.getEnd()) {
      from.send(piece.toBuilder()
          .setBeginner(!piece.getBeginner())
          .setCrossed(true)
          .setEnd(true)
          .clearPayload()
          .build());
    }
  }

  private void arrived(Link from, TunnelPiece piece) {
    Way way = new Way(
        from.node().orElseThrow(), piece.getNode(), piece.getNumber(), !piece.getBeginner());
    Tunnel known = tunnels.get(way);
    if (known != null) {
      known.heard(piece);
    } else if (piece.getBeginner() && !piece.getEnd() && !piece.getPayload().isEmpty()) {
      accept(from, piece);
    }
  }

  private void accept(Link from, TunnelPiece piece) {
    Tunnel tunnel = new Tunnel(from, piece.getNode(), piece.getNumber(), false);
    tunnel.link = ends.accept(tunnel);
    if (tunnel.link.isPresent()) {
      tunnel.heard(piece);
    } else {
      tunnel.close();
    }
  }

  /** A link is over, and what went through it. */
  void closed(Link between) {
    for (Tunnel tunnel : List.copyOf(tunnels.values())) {
      if (tunnel.between == between) {
        tunnel.link.ifPresent(link -> link.close("CONNECTION_LOST"));
      }
    }
  }

  /**
   * Bytes on their way.
   *
   * @param upTo how many were sent with them
   * @param there completes when they have arrived
   */
  private record Sent(long upTo, Promise<Void> there) {}

  /** One end of a tunnel. */
  private final class Tunnel implements Carrier {
    final Link between;
    private final Way way;
    private Optional<Link> link = Optional.empty();

    /** What was sent and has not arrived; bounded as what waits for a link is. */
    private final Deque<Sent> underWay = new ArrayDeque<>();

    private long sent;
    private long arrived;
    private boolean telling;

    Tunnel(Link between, String node, long number, boolean own) {
      this.between = between;
      this.way = new Way(between.node().orElseThrow(), node, number, own);
      tunnels.put(way, this);
    }

    @Override
    public Future<Void> send(Buffer bytes) {
      for (int from = 0; from < bytes.length(); from += LONGEST) {
        int end = Math.min(bytes.length(), from + LONGEST);
        ByteString payload = ByteString.copyFrom(bytes.getBytes(from, end));
        if (!between.send(piece().setPayload(payload).build())) {
          // not within this call: who sends is in the middle of it
          context.runOnContext(turn -> link.ifPresent(each -> each.close("OVERFLOW")));
          return Future.failedFuture("OVERFLOW");
        }
      }
      sent += bytes.length();
      Promise<Void> there = Promise.promise();
      underWay.add(new Sent(sent, there));
      return there.future();
    }

    void heard(TunnelPiece piece) {
      if (piece.getEnd()) {
        link.ifPresent(each -> each.close("CONNECTION_CLOSED"));
        return;
      }
      while (!underWay.isEmpty() && underWay.peek().upTo <= piece.getArrived()) {
        underWay.remove().there.complete();
      }
      if (!piece.getPayload().isEmpty()) {
        arrived += piece.getPayload().size();
        tellSoon();
        link.ifPresent(each -> each.bytes(Buffer.buffer(piece.getPayload().toByteArray())));
      }
    }

    /** Once for all that came in this turn; where too much waits, with what comes next. */
    private void tellSoon() {
      if (!telling) {
        telling = true;
        context.runOnContext(turn -> {
          telling = false;
          if (tunnels.get(way) == this) {
            between.send(piece().setArrived(arrived).build());
          }
        });
      }
    }

    private TunnelPiece.Builder piece() {
      return TunnelPiece.newBuilder()
          .setNode(way.node())
          .setNumber(way.number())
          .setBeginner(way.own());
    }

    @Override
    public void close() {
      if (tunnels.remove(way, this)) {
        between.send(piece().setEnd(true).build());
      }
    }

    @Override
    public String host() {
      return place();
    }

    @Override
    public String place() {
      return "via " + way.via();
    }

    @Override
    public String via() {
      return way.via();
    }
  }
}
