package dev.atoll.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atoll.transport.SceneMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AreaTest {
  private static boolean isInside(Area area, double x, double z) {
    return new Land(area, SceneMap.UNKNOWN).isInParcels(new PeerPosition((float) x, 0, (float) z));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      0,0           |    0 |     0 | true
      0,0           | 15.9 |  15.9 | true
      0,0           |   16 |     0 | false
      0,0           | -0.1 |     0 | false
      -1,-1         | -0.1 |   -16 | true
      -1,-1         | -0.1 | -16.1 | false
      -10,-10..10,10 | 175.9 | 175.9 | true
      -10,-10..10,10 |   176 |     0 | false
      -10,-10..10,10 |  -160 |  -160 | true
      -10,-10..10,10 | -160.1 |    0 | false
      55,80..60,90  |  880 |  1280 | true
      55,80..60,90  | 1280 |   880 | false
      -99999,-99999..99999,99999 | 1000000 | -1000000 | true
      """)
  void a_place_is_inside_when_its_parcel_is(String parcels, double x, double z, boolean inside) {
    Area area = new Area(Set.of(), List.of(Parcels.of(parcels)));

    assertThat(isInside(area, x, z)).isEqualTo(inside);
  }

  @Test
  void a_place_is_inside_when_it_is_in_any_of_several_rectangles() {
    Area area = new Area(Set.of(), List.of(Parcels.of("0,0"), Parcels.of("5,5..6,6")));

    assertThat(isInside(area, 0, 0)).isTrue();
    assertThat(isInside(area, 6 * 16, 5 * 16)).isTrue();
    assertThat(isInside(area, 3 * 16, 3 * 16)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1,",
        ",1",
        "1;2",
        "1,2..",
        "1,2..3",
        "1, 2",
        "1,2...3,4",
        "1,2..3,4..5,6",
        "100000,0",
        "--1,0",
        "+1,0",
        "1.5,0",
        "5,5..4,6",
        "5,5..6,4",
        "a,b",
        "1,2..3,4\n"
      })
  void what_is_no_rectangle_is_refused(String text) {
    assertThatThrownBy(() -> Parcels.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1,2", "-3,-4..5,6"})
  void a_rectangle_is_written_as_it_is_read(String text) {
    assertThat(Parcels.of(text)).hasToString(text);
  }

  @Test
  void scenes_are_compared_as_they_are() {
    Area area = new Area(Set.of("name.dcl.eth"), List.of());

    assertThat(area.hasScene("name.dcl.eth")).isTrue();
    assertThat(area.hasScene("name%2Edcl%2Eeth")).isFalse();
    assertThat(area.hasScene("NAME.dcl.eth")).isFalse();
    assertThat(isInside(area, 0, 0)).isFalse();
    assertThat(Area.NOTHING.hasScene("")).isFalse();
  }
}
