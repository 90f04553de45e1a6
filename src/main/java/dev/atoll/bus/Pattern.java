package dev.atoll.bus;

import java.util.List;

/**
 * What a subscription asks for: a subject in which {@code *} stands for any one token and a last {@code >} for one or more.
 * Immutable and safe for any thread.
 *
 * @param name the pattern with dots
 * @param tokens its parts
 */
public record Pattern(String name, List<String> tokens) {
  static final String ANY = "*";
  static final String REST = ">";

  public Pattern {
    tokens = List.copyOf(tokens);
    if (!tokens.equals(List.of(Tokens.split(name, true)))) {
      throw new IllegalArgumentException("tokens are not those of the pattern's name");
    }
  }

  /**
   * The pattern of that name.
   *
   * @throws IllegalArgumentException when a token is not one of {@link Subject}, {@code *} or a last {@code >}
   */
  public static Pattern of(String name) {
    return new Pattern(name, List.of(Tokens.split(name, true)));
  }
}
