package dev.atoll.cluster;

import dev.atoll.protocol.message.TermMessage;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * For how long one node leads a realm. As a text it is the {@link dev.atoll.bus.Headers#TERM} of what its leader alone tells.
 *
 * @param number one more than the highest its leader had heard of
 * @param node that leads
 */
public record Term(long number, String node) implements Comparable<Term> {
  /** Before the first. */
  public static final Term NONE = new Term(0, "");

  private static final Comparator<Term> ORDER =
      Comparator.comparingLong(Term::number).thenComparing(Term::node);

  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\.([0-9a-z]{1,64})");

  /** That of a message. */
  public static Term of(TermMessage message) {
    return new Term(message.getNumber(), message.getNode());
  }

  /** What {@link #toString} wrote; empty for anything else. */
  public static Optional<Term> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(new Term(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  @Override
  public int compareTo(Term other) {
    return ORDER.compare(this, other);
  }

  /** Whether this one counts, of the two. */
  public boolean isAfter(Term other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return number + "." + node;
  }
}
