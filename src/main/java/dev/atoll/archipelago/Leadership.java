package dev.atoll.archipelago;

import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who leads the realm, as one node sees it: the oldest node that can form islands and is not draining. No quorum decides, so that a node
 * cut off from all others leads its own peers. Nodes may see different things for a while, and then more than one leads: a term counts
 * only as long as its node is there. Pure.
 */
final class Leadership {
  private final String self;
  private List<RealmNode> nodes = List.of();

  /** The last term of each node, those that are not there too: a node may be heard before it is seen. */
  private final Map<String, Term> heard = new HashMap<>();

  /** The highest number that was heard of, whoever had it. */
  private long highestNumber;

  private Optional<Term> own = Optional.empty();

  /** @param self id of this node */
  Leadership(String self) {
    this.self = self;
  }

  /** These nodes are there now, oldest first. */
  void see(List<RealmNode> now) {
    List<String> before = nodes();
    nodes = List.copyOf(now);
    before.stream().filter(node -> !nodes().contains(node)).forEach(heard::remove);
    if (!leads()) {
      own = Optional.empty();
    } else if (own.isEmpty()) {
      begin();
    } else {
      renewIfOvertaken();
    }
  }

  /** A node said that it leads. */
  void hear(Term term) {
    highestNumber = Math.max(highestNumber, term.number());
    heard.merge(term.node(), term, (one, other) -> one.isAfter(other) ? one : other);
  }

  /** Somebody has heard of a term of that number. */
  void hearOf(long number) {
    highestNumber = Math.max(highestNumber, number);
  }

  /** Whether this is the node that leads, and its term is one that some take for an older one than they know. */
  boolean isOutdated(Term told) {
    return highestNumber > told.number() && leader().filter(told.node()::equals).isPresent();
  }

  /** The highest number that was heard of. */
  long highestNumber() {
    return highestNumber;
  }

  /**
   * Goes on in a higher term where another node that is there had one, or one above it was heard of; to be asked now and then and not
   * at each word, since nodes that see different things would outbid each other as fast as they hear.
   */
  void renewIfOvertaken() {
    if (own.isPresent() && (highestNumber > own.get().number() || highest().isAfter(own.get()))) {
      begin();
    }
  }

  private void begin() {
    highestNumber++;
    Term term = new Term(highestNumber, self);
    own = Optional.of(term);
    heard.put(self, term);
  }

  private boolean leads() {
    return leader().filter(self::equals).isPresent();
  }

  private Optional<String> leader() {
    return nodes.stream()
        .filter(node -> node.archipelago() && !node.draining())
        .findFirst()
        .map(RealmNode::id);
  }

  /** The term in which this node leads. */
  Optional<Term> own() {
    return own;
  }

  /** The highest of the nodes that are there. */
  Term highest() {
    Term highest = heard.getOrDefault(self, Term.NONE);
    for (RealmNode node : nodes) {
      Term term = heard.getOrDefault(node.id(), Term.NONE);
      highest = term.isAfter(highest) ? term : highest;
    }
    return highest;
  }

  /** The term of the node that leads, as far as it has told; {@link Term#NONE} before. */
  Term current() {
    return leader().map(node -> heard.getOrDefault(node, Term.NONE)).orElse(Term.NONE);
  }

  /** Ids of the nodes that are there. */
  List<String> nodes() {
    return nodes.stream().map(RealmNode::id).toList();
  }
}
