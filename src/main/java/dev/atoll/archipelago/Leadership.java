package dev.atoll.archipelago;

import dev.atoll.cluster.RealmNode;
import java.util.List;
import java.util.Optional;

/**
 * Who leads the realm, as one node sees it: the oldest node that can form islands and is not draining. No quorum decides, so that a node
 * cut off from all others leads its own peers. Pure.
 */
final class Leadership {
  private final String self;
  private List<RealmNode> nodes = List.of();
  private Term highest = Term.NONE;
  private Optional<Term> own = Optional.empty();

  /** @param self id of this node */
  Leadership(String self) {
    this.self = self;
  }

  /** These nodes are there now, oldest first. */
  void see(List<RealmNode> now) {
    nodes = List.copyOf(now);
    decide();
  }

  /** A node said that it leads. */
  void hear(Term term) {
    if (term.isAfter(highest)) {
      highest = term;
    }
    decide();
  }

  private void decide() {
    if (!leads()) {
      own = Optional.empty();
    } else if (own.isEmpty() || highest.isAfter(own.get())) {
      highest = new Term(highest.number() + 1, self);
      own = Optional.of(highest);
    }
  }

  private boolean leads() {
    return nodes.stream()
        .filter(node -> node.archipelago() && !node.draining())
        .findFirst()
        .filter(node -> node.id().equals(self))
        .isPresent();
  }

  /** The term in which this node leads. */
  Optional<Term> own() {
    return own;
  }

  /** The highest that was heard of, or begun here. */
  Term highest() {
    return highest;
  }

  /** Ids of the nodes that are there. */
  List<String> nodes() {
    return nodes.stream().map(RealmNode::id).toList();
  }
}
