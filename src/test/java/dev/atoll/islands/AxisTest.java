package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Property
  void those_within_the_distance_are_at_most_one_cell_apart(
      @ForAll @DoubleRange(min = 0.01, max = 1_000_000) double distance,
      @ForAll @DoubleRange(min = -10, max = 10) double mantissa,
      @ForAll @DoubleRange(min = -30, max = 300) double exponent,
      @ForAll @DoubleRange(min = 0, max = 1) double part) {
    Axis axis = new Axis(distance);
    double one = mantissa * Math.pow(10, exponent);
    double other = one + distance * part;

    if (Math.abs(other - one) <= distance) {
      assertThat(axis.cell(other) - axis.cell(one)).isBetween(0L, 1L);
    }
  }

  @Test
  void rounding_does_not_put_neighbours_two_cells_apart() {
    Axis axis = new Axis(64);

    for (double edge = 0; edge < 1e9; edge = edge * 1.1 + 64) {
      double before = Math.nextDown(edge);
      assertThat(axis.cell(before + 64) - axis.cell(before)).isBetween(0L, 1L);
      assertThat(axis.cell(-before) - axis.cell(-before - 64)).isBetween(0L, 1L);
    }
  }

  @Property
  void cells_never_decrease(
      @ForAll @DoubleRange(min = -1e12, max = 1e12) double one,
      @ForAll @DoubleRange(min = -1e12, max = 1e12) double other) {
    Axis axis = new Axis(64);

    assertThat(axis.cell(Math.min(one, other)))
        .isLessThanOrEqualTo(axis.cell(Math.max(one, other)));
  }

  @Test
  void absurd_coordinates_of_a_float_do_not_share_a_cell() {
    Axis axis = new Axis(64);

    for (float far = 1e11f; far < 1e38f; far *= 1.5f) {
      assertThat(axis.cell(Math.nextUp(far))).isGreaterThan(axis.cell(far));
      assertThat(axis.cell(-Math.nextUp(far))).isLessThan(axis.cell(-far));
    }
  }
}
