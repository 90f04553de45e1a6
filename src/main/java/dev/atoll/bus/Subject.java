package dev.atoll.bus;

import java.util.List;

/**
 * A topic's full name on the bus, split into its tokens once. Immutable and safe for any thread.
 *
 * <p>Tokens are separated by dots; each is one or more printable ASCII characters other than space, {@code *} and
 * {@code >}; a subject is at most {@value #MAX_LENGTH} characters.
 */
public final class Subject {
  /** Most characters of a subject, and of a pattern. */
  public static final int MAX_LENGTH = 256;

  private final String name;
  private final String[] tokens;

  private Subject(String name, String[] tokens) {
    this.name = name;
    this.tokens = tokens;
  }

  /**
   * The subject of that name.
   *
   * @throws IllegalArgumentException when it breaks a rule above
   */
  public static Subject of(String name) {
    return new Subject(name, Tokens.split(name, false));
  }

  /** Its name, with dots. */
  public String name() {
    return name;
  }

  /** How many tokens it has. */
  public int size() {
    return tokens.length;
  }

  /** One of its tokens, counted from 0. */
  public String token(int index) {
    return tokens[index];
  }

  /** Its tokens. */
  public List<String> tokens() {
    return List.of(tokens);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Subject subject && name.equals(subject.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
