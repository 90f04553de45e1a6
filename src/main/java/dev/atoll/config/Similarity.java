package dev.atoll.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody most likely meant by a mistyped word. */
final class Similarity {
  /** Nobody means a key by a longer word. */
  private static final int LONGEST = 100;

  private Similarity() {}

  /** The candidate nearest to a word, if one is near: at most a third of its letters differ. */
  static Optional<String> nearest(String word, Collection<String> candidates) {
    if (word.isEmpty() || word.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(word);
    int most = Math.max(2, plain.length() / 3);
    return candidates.stream()
        .filter(candidate -> distance(plain, candidate) <= most)
        .min(Comparator.comparingInt(candidate -> distance(plain, candidate)));
  }

  /** Edits between two words; a key's last word alone counts as hardly different. */
  private static int distance(String plain, String candidate) {
    String last = plain(candidate.substring(candidate.lastIndexOf('.') + 1));
    return Math.min(edits(plain, plain(candidate)), 1 + edits(plain, last));
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** Levenshtein distance, a swap of neighbours counting once. */
  private static int edits(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(a, b, i, j, cost);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(String a, String b, int i, int j, int[][] cost) {
    int change = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
  }
}
