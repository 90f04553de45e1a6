package dev.atoll.transport;

import java.util.Optional;
import java.util.Set;

/** Which scene stands where. Answers at once, from what is known already. */
@FunctionalInterface
public interface SceneMap {
  /** Knows nothing. */
  SceneMap UNKNOWN = (x, y) -> Optional.empty();

  /**
   * The names of the scene on a parcel: its id and the pointers of all its parcels, {@code 12,-40}; none where no scene stands;
   * nothing while that is not known.
   */
  Optional<Set<String>> names(int x, int y);
}
