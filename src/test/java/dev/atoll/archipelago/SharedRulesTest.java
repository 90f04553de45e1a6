package dev.atoll.archipelago;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.atoll.bus.Headers;
import dev.atoll.bus.LocalBus;
import dev.atoll.bus.Message;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.config.TransportRule;
import dev.atoll.protocol.message.RulesMessage;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedRulesTest {
  private static final String ALL_PEER_TO_PEER = "[{ use: [p2p] }]";

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final LocalBus bus = new LocalBus();
  private final List<String> told = new CopyOnWriteArrayList<>();

  /** Others run, and this node has only just come where it is held. */
  private record Nodes(boolean isHeld) implements RealmNodes {
    @Override
    public String self() {
      return "b";
    }

    @Override
    public Watch watch(Handler<List<RealmNode>> watcher) {
      watcher.handle(List.of(new RealmNode("a", true, true), new RealmNode("b", true, true)));
      return () -> {};
    }
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private SharedRules rules(boolean isHeld, List<TransportRule> own) {
    return OnContext.call(context, () -> {
      bus.subscribe(Subjects.only(Subjects.RULES), message -> {
        if (!message.headers().isFromAnotherNode()) {
          told.add(message.subject().name());
        }
      });
      SharedRules rules = new SharedRules(vertx, bus, new Nodes(isHeld), own, (version, now) -> {});
      rules.start();
      return rules;
    });
  }

  private void tellOfNodeThatStarted(Duration after) {
    long started = System.currentTimeMillis() + after.toMillis();
    RulesMessage message = RulesMessage.newBuilder()
        .setVersion(-started)
        .setNode("a")
        .setRules(ALL_PEER_TO_PEER)
        .build();
    Headers fromThere = new Headers(Map.of(Headers.NODE, "a"));
    OnContext.run(
        context, () -> bus.publish(new Message(Subjects.RULES, Payload.of(message), fromThere)));
  }

  @Test
  void a_node_that_comes_with_a_clock_that_is_behind_takes_the_rules_it_finds() {
    SharedRules rules = rules(true, List.of());

    tellOfNodeThatStarted(Duration.ofHours(2));

    await().until(() -> rules.version().node().equals("a"));
    assertThat(told).as("its own rules, told by a node that has only just come").isEmpty();
  }

  @Test
  void a_node_that_runs_keeps_its_rules_and_tells_who_came_later() {
    SharedRules rules = rules(false, List.of());
    told.clear();

    tellOfNodeThatStarted(Duration.ofHours(2));

    assertThat(told).hasSize(1);
    assertThat(rules.version().node()).isEqualTo("b");
  }
}
