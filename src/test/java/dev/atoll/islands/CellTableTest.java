package dev.atoll.islands;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CellTableTest {
  @Property(tries = 100)
  void it_holds_what_a_map_would(
      @ForAll @Size(max = 2000) List<@IntRange(min = 0, max = 399) Integer> numbers) {
    CellTable table = new CellTable();
    Map<Integer, Cell> map = new HashMap<>();

    for (int number : numbers) {
      Cell known = map.remove(number);
      if (known == null) {
        Cell cell = new Cell(number % 20 - 10, number / 20 - 10);
        map.put(number, cell);
        table.add(cell);
      } else {
        table.remove(known);
      }
    }

    for (int number = 0; number < 400; number++) {
      assertThat(table.get(number % 20 - 10, number / 20 - 10)).isSameAs(map.get(number));
    }
  }
}
