package dev.atoll.islands;

import java.util.HashMap;
import java.util.Map;

/** Which island an island's members wish to be in: the one that most of them name, the first to get so far of equals. */
final class Preference {
  private final Map<String, Integer> votes = new HashMap<>();

  /** The id wished for, empty when nobody wishes. */
  String of(Island island) {
    String leader = "";
    int most = 0;
    for (int i = 0; i < island.size; i++) {
      String wish = island.members[i].wish;
      if (!wish.isEmpty()) {
        int count = votes.merge(wish, 1, Integer::sum);
        if (count > most) {
          most = count;
          leader = wish;
        }
      }
    }
    if (most > 0) {
      votes.clear();
    }
    return leader;
  }
}
