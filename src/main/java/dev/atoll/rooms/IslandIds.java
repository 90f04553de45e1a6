package dev.atoll.rooms;

import java.util.regex.Pattern;

/** Which rooms' names could be ids of islands: {@code islands.prefix} and a number in base 36. */
final class IslandIds {
  private final Pattern ids;

  /** @param prefix first characters of every island's id */
  IslandIds(String prefix) {
    this.ids = Pattern.compile(Pattern.quote(prefix) + "[0-9a-z]+");
  }

  boolean contains(String room) {
    return ids.matcher(room).matches();
  }
}
