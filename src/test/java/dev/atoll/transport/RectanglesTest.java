package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.transport.Rectangles.Rectangle;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RectanglesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8, 9, 17, 300})
  void a_point_is_in_them_when_it_is_in_one(int count) {
    Random random = new Random(count);
    List<Rectangle> all = IntStream.range(0, count).mapToObj(i -> any(random)).toList();
    Rectangles rectangles = new Rectangles(all);

    assertThat(rectangles.isEmpty()).isEqualTo(count == 0);
    for (int i = 0; i < 20_000; i++) {
      double x = random.nextInt(220) - 110;
      double y = random.nextInt(220) - 110;
      double margin = i % 2 == 0 ? 0 : 3;
      boolean inOne = all.stream().anyMatch(each -> each.contains(x, y, margin));
      assertThat(rectangles.contains(x, y, margin)).isEqualTo(inOne);
    }
  }

  private static Rectangle any(Random random) {
    double west = random.nextInt(200) - 100;
    double south = random.nextInt(200) - 100;
    return new Rectangle(west, south, west + 1 + random.nextInt(9), south + 1 + random.nextInt(9));
  }

  @Test
  void of_sixty_thousand_only_some_are_looked_at() {
    List<Rectangle> all = IntStream.range(0, 60_000)
        .mapToObj(i -> new Rectangle(i % 245 * 2, i / 245 * 2, i % 245 * 2 + 1, i / 245 * 2 + 1))
        .toList();
    Rectangles rectangles = new Rectangles(all);
    Random random = new Random(1);

    int found = 0;
    long start = System.nanoTime();
    for (int i = 0; i < 100_000; i++) {
      found += rectangles.contains(random.nextDouble() * 490, random.nextDouble() * 490, 0) ? 1 : 0;
    }

    // one after the other these would be six thousand million, several seconds on any machine
    assertThat(System.nanoTime() - start).isLessThan(3_000_000_000L);
    assertThat(found).isBetween(20_000, 30_000);
  }
}
