package dev.atoll.cluster;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which login of an address this is, comparable across a realm: of two logins of one address the later counts, wherever they were. No two
 * logins of a realm have the same. As a text it is the {@link dev.atoll.bus.Headers#LOGIN} of what concerns that login.
 *
 * @param time a logical one in milliseconds, near the wall clock's; see {@link LoginClock}
 * @param node that the login was at; empty in a realm of one node
 */
public record LoginStamp(long time, String node) implements Comparable<LoginStamp> {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,18})(?:\\.([0-9a-z]{1,64}))?");

  /** What {@link #toString} wrote; empty for anything else. */
  public static Optional<LoginStamp> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String node = matcher.group(2) == null ? "" : matcher.group(2);
    return Optional.of(new LoginStamp(Long.parseLong(matcher.group(1)), node));
  }

  @Override
  public int compareTo(LoginStamp other) {
    int byTime = Long.compare(time, other.time);
    return byTime == 0 ? node.compareTo(other.node) : byTime;
  }

  /** Whether this login is the later one. */
  public boolean isAfter(LoginStamp other) {
    return compareTo(other) > 0;
  }

  @Override
  public String toString() {
    return node.isEmpty() ? Long.toString(time) : time + "." + node;
  }
}
