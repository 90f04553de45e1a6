package dev.atoll.transport;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What rules look at of an island. */
public interface Situation {
  /** Its center; metres. */
  double x();

  /** Its center; metres. */
  double z();

  /** How many peers it has. */
  int size();

  /** Whether the doors of all its peers have topics. */
  boolean allHaveTopics();

  /** Those whose doors have none, for people to read. */
  List<String> withoutTopics();

  /** Whether a third-party server listens to it. */
  boolean isListened();

  /** The names of the scene on a parcel, as {@link SceneMap} has them. */
  Optional<Set<String>> scene(int parcelX, int parcelY);

  /**
   * One that is written down.
   *
   * @param x of its center, metres
   * @param z of its center, metres
   * @param size how many peers
   * @param withoutTopics those whose doors have no topics
   * @param isListened whether a third-party server listens
   * @param scenes which scene stands where
   */
  record Written(
      double x, double z, int size, List<String> withoutTopics, boolean isListened, SceneMap scenes)
      implements Situation {
    public Written {
      withoutTopics = List.copyOf(withoutTopics);
    }

    @Override
    public boolean allHaveTopics() {
      return withoutTopics.isEmpty();
    }

    @Override
    public Optional<Set<String>> scene(int parcelX, int parcelY) {
      return scenes.names(parcelX, parcelY);
    }
  }
}
