package dev.atoll.archipelago;

import dev.atoll.protocol.message.RulesMessage;
import java.util.Comparator;

/**
 * Which rules these are, comparable across a realm: the newest edit counts, and before the first what the node had that has run longest.
 *
 * @param number of an edit: milliseconds since 1970, or one more than the highest heard of; negative: of what a node started with then
 * @param node that they come from
 */
public record RulesVersion(long number, String node) implements Comparable<RulesVersion> {
  private static final Comparator<RulesVersion> ORDER =
      Comparator.comparingLong(RulesVersion::number).thenComparing(RulesVersion::node);

  /** Of the rules that a node has when it starts. */
  static RulesVersion started(long millis, String node) {
    return new RulesVersion(-millis, node);
  }

  static RulesVersion of(RulesMessage message) {
    return new RulesVersion(message.getVersion(), message.getNode());
  }

  /** Of an edit that is made now by who knows these. */
  RulesVersion edited(long millis, String editor) {
    return new RulesVersion(Math.max(millis, number + 1), editor);
  }

  /** Whether somebody edited them since a node started. */
  public boolean isEdited() {
    return number > 0;
  }

  @Override
  public int compareTo(RulesVersion other) {
    return ORDER.compare(this, other);
  }

  boolean isAfter(RulesVersion other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return number + "." + node;
  }
}
