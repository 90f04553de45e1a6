package dev.atoll.islands;

/** What a heartbeat says about the island (room) its peer would like to be in. */
public sealed interface Wish {
  /** Nothing: an earlier wish stays. */
  Wish UNCHANGED = Silence.UNCHANGED;

  /** That there is no wish any more. */
  Wish CLEARED = Silence.CLEARED;

  /** The wish to be in that island; the empty name is no wish. The caller bounds its length. */
  static Wish room(String island) {
    return island.isEmpty() ? CLEARED : new Room(island);
  }

  /** See {@link Wish#room}. */
  record Room(String island) implements Wish {}

  /** Wishes that name no room. */
  enum Silence implements Wish {
    UNCHANGED,
    CLEARED
  }
}
