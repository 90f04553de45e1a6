package dev.atoll.archipelago;

import dev.atoll.protocol.message.TermMessage;
import java.util.Comparator;

/**
 * For how long one node leads a realm.
 *
 * @param number one more than the highest its leader had heard of
 * @param node that leads
 */
record Term(long number, String node) implements Comparable<Term> {
  /** Before the first. */
  static final Term NONE = new Term(0, "");

  private static final Comparator<Term> ORDER =
      Comparator.comparingLong(Term::number).thenComparing(Term::node);

  static Term of(TermMessage message) {
    return new Term(message.getNumber(), message.getNode());
  }

  @Override
  public int compareTo(Term other) {
    return ORDER.compare(this, other);
  }

  boolean isAfter(Term other) {
    return compareTo(other) > 0;
  }
}
