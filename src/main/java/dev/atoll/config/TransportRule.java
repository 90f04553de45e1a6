package dev.atoll.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What islands ride on, where it is their first that matches.
 *
 * @param when it matches; every island when all of it is empty
 * @param use transports, the first that can carry the island: a kind, or a kind and the id of one: {@code livekit:casino-sfu}
 * @param islandSize most peers of such an island
 * @param spread which of several transports of one kind
 */
public record TransportRule(
    When when, List<String> use, Optional<Integer> islandSize, Optional<Spread> spread) {

  /** Which of several transports of one kind takes an island. */
  public enum Spread {
    /** That with the fewest users. */
    FEWEST_USERS,
    /** The fullest that still has seats. */
    FILL,
    /** Always the same for islands of one place. */
    STICKY
  }

  /**
   * What an island must be like. Of each list one must hold; an empty one holds.
   *
   * @param parcels where its center is
   * @param size how many peers it has
   * @param scene the scene where its center is: its id or one of its parcels' pointers' ids
   */
  public record When(List<ParcelArea> parcels, Optional<SizeRange> size, List<String> scene) {
    public When {
      parcels = List.copyOf(parcels);
      scene = List.copyOf(scene);
      scene.forEach(id -> Check.text("scene", id, 1, 256));
    }

    /** As the settings file has it, on one line. */
    @Override
    public String toString() {
      return SettingTexts.entry(this);
    }

    /** Whether every island is like that. */
    public boolean isEverything() {
      return parcels.isEmpty() && size.isEmpty() && scene.isEmpty();
    }
  }

  /** As the settings file has it, on one line. */
  @Override
  public String toString() {
    return SettingTexts.entry(this);
  }

  public TransportRule {
    use = List.copyOf(use);
    Check.require("use", !use.isEmpty(), use, "at least one of p2p, ws-room and livekit");
    use.forEach(each -> Check.matches(
        "use",
        each,
        "p2p|(ws-room|livekit)(:[A-Za-z0-9][A-Za-z0-9_.:-]{0,63})?",
        "p2p, ws-room, livekit, or one of them such as livekit:casino-sfu"));
    Check.require(
        "use", new HashSet<>(use).size() == use.size(), use, "each transport at most once");
    islandSize.ifPresent(size -> Check.between("island-size", size, 1, 10_000));
  }
}
