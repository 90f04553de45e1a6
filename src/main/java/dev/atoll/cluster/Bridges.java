package dev.atoll.cluster;

import dev.atoll.protocol.message.TunnelPiece;
import io.vertx.core.Context;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Goes through others to nodes that cannot be reached, and is the way for those who cannot reach each other. Used on the links' context.
 */
final class Bridges {
  /** Nodes that could not be reached for so long are reached through others. */
  private static final long AFTER_NANOS = 1_000_000_000L;

  private final Ends ends;
  private final Tunnels tunnels;

  /** Nodes that are being dialled through another. */
  private final Set<String> tunnelling = new HashSet<>();

  /** Since when there is no link with a node that there should be one with. */
  private final Map<String, Long> missing = new HashMap<>();

  private int begun;

  /** What is at their ends. */
  interface Ends extends Tunnels.Ends {
    /** Links that are open. */
    Collection<Link> open();

    /** A link that this node dials. */
    Link made(Carrier carrier, Aim aim);
  }

  Bridges(Context context, Ends ends) {
    this.ends = ends;
    this.tunnels = new Tunnels(context, ends);
  }

  /** What came over a link. */
  void heard(Link link, List<TunnelPiece> pieces) {
    if (!pieces.isEmpty()) {
      tunnels.heard(link, pieces);
    }
  }

  /** A link is over, and what went through it. */
  void closed(Link link) {
    tunnels.closed(link);
  }

  /** A link through another with that node is open, or could not be opened. */
  void dialled(String node) {
    tunnelling.remove(node);
  }

  /** Nodes that others have a connection with. */
  Set<String> heardOf() {
    Set<String> heardOf = new HashSet<>();
    ends.open().stream().filter(Link::isDirect).forEach(link -> heardOf.addAll(hears(link)));
    return heardOf;
  }

  /** There is no link with these now: goes through others, where they have a connection with them. */
  void seek(Set<String> nodes) {
    missing.keySet().retainAll(nodes);
    long now = System.nanoTime();
    for (String node : nodes) {
      long since = missing.computeIfAbsent(node, first -> now);
      if (now - since > AFTER_NANOS && !tunnelling.contains(node)) {
        between(node).ifPresent(link -> tunnel(link, node));
      }
    }
  }

  /** Another one each time: the last could not, or it would not be asked for again. */
  private Optional<Link> between(String node) {
    List<Link> able = ends.open().stream()
        .filter(link -> link.isDirect() && hears(link).contains(node))
        .toList();
    return able.isEmpty()
        ? Optional.empty()
        : Optional.of(able.get(Math.floorMod(begun, able.size())));
  }

  private static List<String> hears(Link link) {
    return link.card().getHearsList();
  }

  private void tunnel(Link between, String node) {
    begun++;
    tunnelling.add(node);
    tunnels
        .begin(between, node, carrier -> ends.made(carrier, new Aim(node, carrier.place())))
        .greet();
  }
}
