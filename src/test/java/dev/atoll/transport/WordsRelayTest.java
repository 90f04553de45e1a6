package dev.atoll.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.JoinedBuses;
import dev.atoll.bus.Message;
import dev.atoll.bus.OnContext;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Node "a" has a gateway and no rooms, and "b" has rooms. */
class WordsRelayTest {
  private final Vertx vertx = Vertx.vertx();
  private final JoinedBuses buses = new JoinedBuses("a", "b");
  private final Rooms rooms = new Rooms();

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void what_a_server_says_in_a_scene_at_a_node_without_rooms_is_heard_once_in_those_elsewhere() {
    on(() -> {
      buses.join();
      rooms.start(buses.of("b"));
      Bus.Subscription relay = WordsRelay.start(buses.of("a"));

      say("a", Map.of(Headers.SERVER, "s"));
      say("b", Map.of(Headers.SERVER, "t"));
      // everybody's, and another system's, which the rooms' node hears by itself
      say("a", Map.of());
      say("a", Map.of(Headers.SERVER, "u", Headers.VIA, Headers.NATS));
      relay.cancel();
      say("a", Map.of(Headers.SERVER, "v"));
    });

    assertThat(rooms.said).containsExactly("plaza s", "plaza t");
  }

  private void say(String node, Map<String, String> headers) {
    buses
        .of(node)
        .publish(new Message(
            Subjects.sceneMessage("X", "door"),
            Payload.of(ByteString.copyFromUtf8("open")),
            new Headers(headers)));
  }

  private void on(Runnable action) {
    OnContext.run(vertx.getOrCreateContext(), action);
  }

  private static final class Rooms implements ServerWords.Rooms<String> {
    final List<String> said = new ArrayList<>();

    void start(Bus bus) {
      ServerWords<String> words = new ServerWords<>(this, false);
      words.start(bus);
      words.relay(bus);
    }

    @Override
    public Optional<String> island(String id) {
      return Optional.empty();
    }

    @Override
    public Set<String> scene(String id) {
      return Set.of("plaza");
    }

    @Override
    public void say(String room, ServerWords.Word word) {
      said.add(room + " " + word.server());
    }

    @Override
    public void left(String server) {}
  }
}
