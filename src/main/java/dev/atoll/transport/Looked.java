package dev.atoll.transport;

import dev.atoll.islands.IslandSnapshot;
import dev.atoll.islands.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The island that is looked at now; one object for all of a review, since there may be very many. */
final class Looked implements Situation {
  private static final IslandSnapshot NOBODY =
      new IslandSnapshot("none", List.of(), new Position(0, 0, 0), 0, 0);
  private static final Review NONE = new Review(List.of(), peer -> false, 0);

  private final SceneMap scenes;
  private final Predicate<String> isListened;
  private Review review = NONE;
  private IslandSnapshot island = NOBODY;

  Looked(SceneMap scenes, Predicate<String> isListened) {
    this.scenes = scenes;
    this.isListened = isListened;
  }

  void by(Review now) {
    review = now;
  }

  void at(IslandSnapshot now) {
    island = now;
  }

  @Override
  public double x() {
    return island.center().x();
  }

  @Override
  public double z() {
    return island.center().z();
  }

  @Override
  public int size() {
    return island.peers().size();
  }

  @Override
  public boolean allHaveTopics() {
    List<String> peers = island.peers();
    for (int i = 0; i < peers.size(); i++) {
      if (!review.hasTopics().test(peers.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<String> withoutTopics() {
    List<String> without = new ArrayList<>(island.peers());
    without.removeIf(review.hasTopics());
    return without;
  }

  @Override
  public boolean isListened() {
    return isListened.test(island.id());
  }

  @Override
  public Optional<Set<String>> scene(int parcelX, int parcelY) {
    return scenes.names(parcelX, parcelY);
  }
}
