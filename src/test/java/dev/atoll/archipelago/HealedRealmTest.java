package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.Patience;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.TermMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes that did not hear each other for a while, and what becomes of what each did alone. */
@Timeout(5 * Patience.SECONDS)
class HealedRealmTest {
  private final Archipelagos realm = new Archipelagos();

  @AfterEach
  void end() {
    realm.close();
  }

  @Test
  void a_leader_goes_on_in_a_term_above_all_that_its_realm_has_heard_of() {
    realm.cut();
    realm.start("a", "b");
    realm.see(List.of("a"), "a");
    realm.see(List.of("b"), "b");
    await().until(() -> realm.leads("a") && realm.leads("b"));
    // b has led often, and heard of more terms than a
    Message known = new Message(
        Subjects.TERM_KNOWN, Payload.of(TermMessage.newBuilder().setNumber(41).build()));
    realm.publish("b", known);
    await().until(() -> realm.term("b") == 42);

    realm.heal();
    realm.see("a", "b");

    await()
        .untilAsserted(
            () -> assertThat(realm.term("a") + " " + realm.term("b")).isEqualTo("43 43"));
    assertThat(realm.leader("b")).isEqualTo("a");
  }

  @Test
  void a_heal_unites_islands_of_one_id_and_tells_nobody_who_stayed() {
    realm.settledRealm();
    Map<String, List<String>> before = realm.islands("a");
    realm.partition();
    realm.flushes(2);
    realm.told.clear();

    realm.heal();
    realm.see("a", "b");

    await().until(() -> before.equals(realm.islands("a")) && before.equals(realm.islands("b")));
    realm.flushes(3);
    assertThat(realm.told).isEmpty();
  }

  @Test
  void after_a_heal_one_leads_and_peers_of_both_halves_are_together() {
    realm.start("a", "b");
    realm.cut();
    realm.see(List.of("a"), "a");
    realm.see(List.of("b"), "b");
    realm.login("p1", "a", 1);
    realm.login("p2", "b", 2);
    realm.at("p1", 0, "a", 1);
    realm.at("p2", 10, "b", 2);
    await().until(() -> realm.islands("a").size() == 1 && realm.islands("b").size() == 1);
    assertThat(realm.islands("a").keySet()).isNotEqualTo(realm.islands("b").keySet());

    realm.heal();
    realm.see("a", "b");

    await()
        .until(() -> realm.islands("a").equals(realm.islands("b"))
            && realm.islands("a").values().stream().anyMatch(each -> each.size() == 2));
    assertThat(realm.islands("a")).hasSize(1);
  }

  @Test
  void what_was_missed_while_a_node_was_not_heard_is_made_good() {
    realm.start("a", "b");
    realm.see("a", "b");
    realm.login("p1", "a", 1);
    realm.login("p2", "b", 2);
    realm.at("p1", 0, "a", 1);
    realm.at("p2", 10, "b", 2);
    await().until(() -> realm.islands("a").values().stream().anyMatch(each -> each.size() == 2));
    realm.told.clear();

    // a link that is lost and back within the absence, while one left there and one came
    realm.cut();
    realm.see(List.of("a"), "a");
    realm.logout("p2", "b", 2);
    realm.login("p3", "b", 3);
    realm.at("p3", 12, "b", 3);
    realm.heal();
    realm.see("a", "b");

    await()
        .until(() -> realm.islands("a").values().stream()
            .anyMatch(each -> each.containsAll(List.of("p1", "p3")) && each.size() == 2));
    assertThat(realm.told).contains("a left p2");
  }

  @Test
  void a_node_that_has_led_alone_until_it_saw_an_older_one_follows_that_one() {
    realm.cut();
    realm.start("a", "b");
    realm.partition();
    await().until(() -> realm.leads("a") && realm.leads("b"));

    realm.heal();
    realm.see("a", "b");

    await().until(() -> realm.leader("a").equals("a") && realm.leader("b").equals("a"));
  }
}
