package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.transport.SceneMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoverageTest {
  /** Scenes by parcel; what is not there is not known. */
  private final Map<String, Set<String>> scenes = new HashMap<>();

  private final SceneMap map = (x, y) -> Optional.ofNullable(scenes.get(x + "," + y));
  private final List<String> told = new ArrayList<>();

  private final Coverage.Follower follower = new Coverage.Follower() {
    @Override
    public void covered(String island) {
      told.add("covered " + island);
    }

    @Override
    public void uncovered(String island) {
      told.add("uncovered " + island);
    }

    @Override
    public void entered(String island, Peer peer) {
      told.add(peer.address() + " entered " + island);
    }

    @Override
    public void left(String island, Peer peer) {
      told.add(peer.address() + " left " + island);
    }
  };

  private Coverage coverage(String... scope) {
    return new Coverage(new Land(GatewayRig.area(scope), map), follower);
  }

  private static Peer peer(String address, int parcelX) {
    Peer peer = new Peer(address);
    move(peer, parcelX);
    return peer;
  }

  private static void move(Peer peer, int parcelX) {
    peer.position(Optional.of(new PeerPosition(16 * parcelX + 8, 0, 8)));
  }

  @Test
  void an_island_is_covered_from_its_first_member_inside_to_its_last() {
    Coverage coverage = coverage("0,0");
    Peer alice = peer("alice", 0);
    Peer bob = peer("bob", 1);

    coverage.entered("I1", bob);
    coverage.entered("I1", alice);
    move(bob, 0);
    coverage.moved("I1", bob);
    move(alice, 1);
    coverage.moved("I1", alice);
    assertThat(told).containsExactly("covered I1");
    assertThat(coverage.islands()).containsExactly("I1");
    coverage.left("I1", bob);

    assertThat(told).containsExactly("covered I1", "bob left I1", "uncovered I1");
    assertThat(coverage.covers("I1")).isFalse();
  }

  @Test
  void members_outside_come_and_go_with_a_covered_island() {
    Coverage coverage = coverage("0,0");
    Peer bob = peer("bob", 5);
    coverage.entered("I1", peer("alice", 0));

    coverage.entered("I1", bob);
    coverage.left("I1", bob);
    coverage.entered("I2", bob);
    coverage.left("I2", bob);

    assertThat(told).containsExactly("covered I1", "bob entered I1", "bob left I1");
  }

  @Test
  void who_is_nowhere_yet_is_not_inside() {
    Coverage coverage = coverage("0,0");
    Peer alice = new Peer("alice");

    coverage.entered("I1", alice);
    assertThat(told).isEmpty();
    move(alice, 0);
    coverage.moved("I1", alice);

    assertThat(told).containsExactly("covered I1");
  }

  @Test
  void a_scene_covers_who_stands_on_its_parcels_as_far_as_they_are_known() {
    Coverage coverage = coverage("X");
    scenes.put("0,0", Set.of("X", "0,0", "1,0"));
    scenes.put("2,0", Set.of("Y", "2,0"));
    scenes.put("3,0", Set.of());

    coverage.entered("I2", peer("bob", 2));
    coverage.entered("I3", peer("carol", 3));
    coverage.entered("I4", peer("dave", 4));
    coverage.entered("I1", peer("alice", 0));

    assertThat(told).containsExactly("covered I1");
  }

  @Test
  void a_scene_that_becomes_known_or_goes_away_is_noticed_and_counts_once() {
    Coverage coverage = coverage("X");
    Peer alice = peer("alice", 0);
    coverage.entered("I1", alice);

    scenes.put("0,0", Set.of("X"));
    coverage.moved("I1", alice);
    scenes.put("0,0", Set.of("Y"));
    coverage.left("I1", alice);

    assertThat(told).containsExactly("covered I1", "alice left I1", "uncovered I1");
  }
}
