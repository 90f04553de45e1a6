package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who leads when nodes come, go and die, and what peers are told of it. */
@Timeout(5 * Patience.SECONDS)
class SuccessionTest {
  private final Archipelagos realm = new Archipelagos();

  @AfterEach
  void end() {
    realm.close();
  }

  @Test
  void the_oldest_node_forms_the_islands_of_all() {
    realm.start("a", "b");
    realm.see("a", "b");

    realm.login("p1", "a", 1);
    realm.login("p2", "b", 2);
    realm.at("p1", 0, "a", 1);
    realm.at("p2", 10, "b", 2);

    await()
        .until(
            () -> realm.islands("b").size() == 1 && realm.islands("a").equals(realm.islands("b")));
    String island = realm.islands("b").keySet().iterator().next();
    assertThat(island).matches("I[0-9a-z]{8}1");
    assertThat(realm.islands("b").get(island)).containsExactly("p1", "p2");
    await()
        .untilAsserted(() -> assertThat(realm.told).contains("a p1 " + island, "b p2 " + island));
  }

  @Test
  void a_leaders_death_changes_no_island_of_a_living_peer() {
    realm.settledRealm();
    Map<String, List<String>> before = realm.islands("b");
    realm.told.clear();

    realm.kill("a");
    realm.pass(Archipelagos.ABSENCE.multipliedBy(2));

    await()
        .until(() -> realm.islands("b").values().stream().noneMatch(each -> each.contains("p1")));
    assertThat(realm.islands("b").keySet()).isEqualTo(before.keySet());
    assertThat(realm.told).containsExactly("b left p1");
  }

  @Test
  void who_comes_back_from_a_lost_node_finds_its_island_as_it_was_and_nobody_else_is_told() {
    realm.settledRealm();
    Map<String, List<String>> before = realm.islands("b");
    realm.told.clear();
    realm.kill("a");

    realm.login("p1", "b", 9);
    realm.at("p1", 1, "b", 9);

    String island = before.keySet().iterator().next();
    await().until(() -> !realm.told.isEmpty());
    realm.pass(Archipelagos.ABSENCE.multipliedBy(2));
    assertThat(realm.told).containsExactly("b p1 " + island);
    assertThat(realm.islands("b")).isEqualTo(before);
  }

  @Test
  void who_does_not_come_back_from_a_lost_node_is_told_gone_once_by_the_leader() {
    realm.settledRealm();
    List<String> gone = realm.goneAt("b");

    realm.kill("a");
    realm.pass(Archipelagos.ABSENCE.multipliedBy(2));

    await().until(() -> !gone.isEmpty());
    realm.flushes(3);
    assertThat(gone).containsExactly("p1 1.a");
  }

  @Test
  void who_came_back_from_a_lost_node_is_not_told_gone_though_it_says_nothing() {
    realm.settledRealm();
    List<String> gone = realm.goneAt("b");
    realm.kill("a");

    realm.login("p1", "b", 9);
    realm.pass(Archipelagos.ABSENCE.multipliedBy(2));

    await().until(() -> realm.told.contains("b left p1"));
    realm.flushes(3);
    assertThat(gone).isEmpty();
    assertThat(realm.islands("b").values()).noneMatch(each -> each.contains("p1"));
  }

  @Test
  void who_is_absent_keeps_its_place_when_the_leader_changes_and_not_for_longer() {
    realm.settledRealm();
    realm.start("c");
    realm.see("a", "b", "c");
    realm.at("p1", 0, "a", 1);
    Map<String, List<String>> before = realm.islands("b");
    List<String> gone = realm.goneAt("c");
    realm.stop("a");
    realm.see(List.of("b", "c"), "b", "c");
    await().until(() -> realm.leader("c").equals("b"));
    realm.pass(Archipelagos.ABSENCE.dividedBy(2));

    realm.drain("b", "c");
    await().until(() -> realm.leader("b").equals("c"));
    realm.flushes("c", 2);
    assertThat(realm.islands("c")).isEqualTo(before);
    assertThat(gone).isEmpty();

    realm.pass(Archipelagos.ABSENCE.multipliedBy(3).dividedBy(4));
    await().until(() -> !gone.isEmpty());
    assertThat(gone).containsExactly("p1 1.a");
  }

  @Test
  void peers_of_foreign_systems_keep_their_island_when_the_leader_changes() {
    realm.settledRealm();
    realm.publishFromOutside("foreign", 15);
    await()
        .until(
            () -> realm.islands("b").values().stream().anyMatch(each -> each.contains("foreign")));
    Map<String, List<String>> before = realm.islands("b");

    realm.giveWay();

    realm.flushes(3);
    assertThat(realm.islands("b")).isEqualTo(before);
  }

  @Test
  void islands_that_a_new_leader_opens_have_ids_of_its_own_term() {
    realm.settledRealm();
    String before = realm.islands("b").keySet().iterator().next();
    realm.kill("a");

    realm.login("p9", "b", 9);
    realm.at("p9", 5000, "b", 9);

    await().until(() -> realm.islands("b").size() == 2);
    String opened = realm.islands("b").keySet().stream()
        .filter(id -> !id.equals(before))
        .findFirst()
        .orElseThrow();
    assertThat(opened.substring(0, 9)).isNotEqualTo(before.substring(0, 9));
    assertThat(opened).matches("I[0-9a-z]{8}1");
  }

  @Test
  void a_draining_leader_gives_way_and_nobody_is_told_anything() {
    realm.settledRealm();
    Map<String, List<String>> before = realm.islands("b");
    realm.told.clear();

    realm.giveWay();
    realm.flushes(3);

    assertThat(realm.islands("a")).isEqualTo(before);
    assertThat(realm.islands("b")).isEqualTo(before);
    assertThat(realm.told).isEmpty();
  }
}
