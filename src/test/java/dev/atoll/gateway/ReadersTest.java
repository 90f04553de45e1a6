package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Headers;
import dev.atoll.transport.SceneMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadersTest {
  /** Scenes by parcel; what is not there is not known. */
  private final Map<String, Set<String>> scenes = new HashMap<>(
      Map.of("0,0", Set.of("A", "0,0"), "1,0", Set.of("B", "1,0"), "2,0", Set.of("other", "2,0")));

  private final SceneMap map = (x, y) -> Optional.ofNullable(scenes.get(x + "," + y));
  private final Readers readers = readers("A", "B", "0,0..9,0");

  private Readers readers(String... scope) {
    return new Readers("server", new Land(GatewayRig.area(scope), map));
  }

  private static Peer peer(int parcelX) {
    Peer peer = new Peer("0xa");
    at(peer, parcelX);
    return peer;
  }

  private static void at(Peer peer, int parcelX) {
    peer.position(Optional.of(new PeerPosition(16 * parcelX + 8, 0, 8)));
  }

  private String islands(String scene) {
    Headers headers = readers.headers(scene);
    assertThat(headers.get(Headers.SERVER)).hasValue("server");
    return headers.get(Headers.ISLANDS).orElseThrow();
  }

  @Test
  void what_is_said_in_a_scene_is_for_islands_with_a_member_on_it() {
    readers.entered("I1", peer(0));
    readers.entered("I2", peer(1));
    readers.entered("I3", peer(2));

    assertThat(islands("A")).isEqualTo("I1");
    assertThat(islands("B")).isEqualTo("I2");
  }

  @Test
  void parcels_of_the_token_count_where_no_scene_is_known_to_stand() {
    scenes.put("4,0", Set.of());
    readers.entered("I1", peer(3));
    readers.entered("I2", peer(4));
    readers.entered("I3", peer(10));

    assertThat(islands("A")).isEqualTo("I1,I2");
    assertThat(islands("B")).isEqualTo("I1,I2");
  }

  @Test
  void an_island_reads_from_its_first_member_there_to_its_last() {
    Peer alice = peer(0);
    Peer bob = peer(0);
    readers.entered("I1", alice);
    readers.entered("I1", bob);
    at(alice, 1);
    readers.moved("I1", alice);
    assertThat(islands("A")).isEqualTo("I1");
    assertThat(islands("B")).isEqualTo("I1");

    readers.left("I1", bob);
    assertThat(islands("A")).isEmpty();

    readers.left("I1", alice);
    readers.entered("I2", alice);
    assertThat(islands("B")).isEqualTo("I2");
  }

  @Test
  void nothing_is_put_together_anew_while_nobody_comes_or_goes() {
    Peer alice = peer(0);
    readers.entered("I1", alice);
    Headers before = readers.headers("A");
    readers.entered("I1", peer(0));
    readers.moved("I1", alice);

    assertThat(readers.headers("A")).isSameAs(before);
  }
}
