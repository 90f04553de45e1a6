package dev.atoll.transport;

/**
 * What an island is to ride on.
 *
 * @param carrier that carries it
 * @param rule the number of the rule that says so, from 0; {@link #NO_RULE} when none matches
 * @param islandSize most peers it may grow to; 0 where it drains
 */
public record Verdict(Carrier carrier, int rule, int islandSize) {
  /** Of an island that no rule matches. */
  public static final int NO_RULE = -1;

  /** The same with another size. */
  Verdict withSize(int size) {
    return new Verdict(carrier, rule, size);
  }

  /** The same by another number of the rule. */
  Verdict withRule(int number) {
    return new Verdict(carrier, number, islandSize);
  }
}
