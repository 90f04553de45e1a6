package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.bus.Pattern;
import dev.atoll.config.NatsSettings.Dialect;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The NATS table, row by row: what is said of each kind of event in each dialect, and what is heard. */
class DialectsTest {
  private static final String ALL = "SEED YEAR_2022 YEAR_2023";

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
        HEARTBEAT      | SEED           | client-proto.peer.x.heartbeat
        HEARTBEAT      | YEAR_2022      | client-proto.peer.x.heartbeat
        HEARTBEAT      | YEAR_2023      | peer.x.heartbeat
        HEARTBEAT      | SEED YEAR_2022 | client-proto.peer.x.heartbeat
        CONNECT        | SEED           | peer.x.connect
        CONNECT        | YEAR_2023      | peer.x.connect
        DISCONNECT     | YEAR_2022      | peer.x.disconnect
        ISLAND_CHANGED | SEED           | client-proto.peer.x.island_changed
        ISLAND_CHANGED | YEAR_2022      | client-proto.x.island_changed
        ISLAND_CHANGED | YEAR_2023      | engine.peer.x.island_changed
        PEER_JOIN      | SEED           | client-proto.island.x.peer_join
        PEER_JOIN      | YEAR_2023      |
        PEER_LEFT      | YEAR_2022      | client-proto.island.x.peer_left
        ISLANDS        | SEED           |
        ISLANDS        | YEAR_2022      | archipelago.islands
        ISLANDS        | YEAR_2023      | engine.islands
        DISCOVERY      | YEAR_2022      | service.discovery
        DISCOVERY      | YEAR_2023      | engine.discovery
        TOPIC          | SEED           | client-proto.peer.x.> client.peer.x.>
        TOPIC          | YEAR_2022      | client-proto.peer.x.>
        TOPIC          | YEAR_2023      |
        SYSTEM_TOPIC   | SEED           |
        SCENE          | YEAR_2023      | messageBus.scene.x.>
        TRANSPORT      | YEAR_2022      | transport.discovery
        """)
  void each_dialect_says(Kind kind, String spoken, String subjects) {
    List<String> said =
        dialects(spoken).said(kind).stream().map(form -> form.subject("x")).toList();

    assertThat(said).isEqualTo(subjects == null ? List.of() : List.of(subjects.split(" ")));
  }

  @Test
  void the_documents_own_spelling_of_heartbeat_is_heard_and_never_said() {
    assertThat(dialects("SEED").heard(Kind.HEARTBEAT))
        .containsExactly(Form.HEARTBEAT, Form.HEARBEAT);
    assertThat(dialects(ALL).said(Kind.HEARTBEAT)).doesNotContain(Form.HEARBEAT);
  }

  @Test
  void other_atolls_read_the_seeds_form_and_of_what_has_none_the_first() {
    Dialects all = dialects(ALL);

    assertThat(Arrays.stream(Form.values()).filter(all::isSole))
        .containsExactly(Form.ISLANDS_2023, Form.DISCOVERY_2023);
    assertThat(Arrays.stream(Form.values()).filter(Form::isSeeds))
        .contains(Form.HEARTBEAT, Form.ISLAND_CHANGED, Form.TOPIC)
        .doesNotContain(
            Form.HEARTBEAT_2023, Form.ISLAND_CHANGED_2022, Form.TOPIC_AGAIN, Form.ISLANDS_2022);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
        client-proto.peer.*.hello           | client-proto.peer.*.hello client.peer.*.hello
        client-proto.peer.*.a.b             | client-proto.peer.*.a.b client.peer.*.a.b
        client-proto.peer.0xa.>             | client-proto.peer.0xa.> client.peer.0xa.>
        messageBus.scene.s1.>               | messageBus.scene.s1.>
        client-proto.announcements          | client-proto.announcements
        client-proto.peer.*.heartbeat       |
        client-proto.peer.*.island_changed  |
        client-proto.island.I1.peer_join    |
        client-proto.*.island_changed       |
        client-proto.0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.island_changed |
        client-proto.>                      |
        peer.*.connect                      |
        realm.islands                       |
        messageBus.island.*.peer.*.chat     |
        >                                   |
        """)
  void who_asks_here_asks_nats(String pattern, String asked) {
    List<String> patterns = Asked.by(Pattern.of(pattern), dialects(ALL)).stream()
        .map(each -> each.pattern().name())
        .toList();

    assertThat(patterns).isEqualTo(asked == null ? List.of() : List.of(asked.split(" ")));
  }

  private static Dialects dialects(String spoken) {
    return new Dialects(Arrays.stream(spoken.split(" ")).map(Dialect::valueOf).toList());
  }
}
