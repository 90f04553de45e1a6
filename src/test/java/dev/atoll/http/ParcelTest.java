package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ParcelTest {
  private static final int SIDE = 300;

  @Test
  void the_parcels_of_a_city_have_hashes_of_their_own() {
    Set<Integer> hashes = new HashSet<>();
    Set<Integer> buckets = new HashSet<>();
    for (int x = -SIDE / 2; x < SIDE / 2; x++) {
      for (int y = -SIDE / 2; y < SIDE / 2; y++) {
        int hash = new Parcel(x, y).hashCode();
        hashes.add(hash);
        // as maps of Java choose a bucket
        buckets.add((hash ^ hash >>> 16) & 0x1FFFF);
      }
    }

    assertThat(hashes).hasSizeGreaterThan(SIDE * SIDE - 100);
    assertThat(buckets).hasSizeGreaterThan(SIDE * SIDE / 2);
  }
}
