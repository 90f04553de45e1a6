package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import dev.atoll.protocol.message.TunnelPiece;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Three nodes over real connections; what goes between the first two can be cut so that nothing comes and nobody is told. */
@Timeout(60)
class TunnelsTest {
  private static final ClusterSecret SECRET =
      new ClusterSecret(new Secret("the secret of these nodes"), "atoll");
  private static final long QUEUE = 32 << 20;

  private final Vertx vertx = Vertx.vertx();
  private final Node a = new Node("a");
  private final Node b = new Node("b");
  private final Node c = new Node("c");
  private final Wire wire = new Wire(b.port);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void two_who_stop_hearing_each_other_are_bridged_through_a_third_within_five_seconds() {
    a.know(Map.of("b", wire.port, "c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> a.place("b").startsWith("127") && b.place("c").startsWith("127"));
    await().until(() -> a.hears("c").contains("b"));
    long began = System.nanoTime();

    wire.cut(true);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> a.place("b").equals("via c") && b.place("a").equals("via c"));

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
    a.say("b", "hello", 10);
    b.say("a", "large", 5 << 20);
    await().until(() -> b.heard.contains("a hello 10"));
    await().until(() -> a.heard.contains("b large " + (5 << 20)));
    assertThat(c.heard).isEmpty();
    assertThat(c.strangers()).isZero();
  }

  @Test
  void a_connection_of_their_own_takes_the_tunnels_place() {
    wire.cut(true);
    a.know(Map.of("b", wire.port, "c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> a.place("b").equals("via c"));

    wire.cut(false);

    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> a.place("b").startsWith("127") && b.place("a").startsWith("127"));
    a.say("b", "direct", 1);
    await().until(() -> b.heard.contains("a direct 1"));
    assertThat(b.run(() -> b.links.open().size())).isEqualTo(2);
  }

  @Test
  void a_tunnel_ends_with_either_link_of_the_node_between() {
    wire.cut(true);
    a.know(Map.of("b", wire.port, "c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> a.place("b").equals("via c") && b.place("a").equals("via c"));

    c.run(c.links::stop).await();

    await().until(() -> a.place("b").isEmpty() && b.place("a").isEmpty());
    await().until(() -> a.place("c").isEmpty());
  }

  @Test
  void what_crossed_one_node_crosses_no_other_and_what_nobody_began_is_not_answered() {
    a.know(Map.of("c", c.port));
    b.know(Map.of("c", c.port));
    await().until(() -> !a.place("c").isEmpty() && !b.place("c").isEmpty());

    for (boolean beginner : new boolean[] {true, false}) {
      a.run(() -> a.links
          .to("c")
          .orElseThrow()
          .send(TunnelPiece.newBuilder()
              .setNode("b")
              .setNumber(7)
              .setBeginner(beginner)
              .setCrossed(true)
              .setPayload(ByteString.copyFromUtf8("no hello at all"))
              .build()));
    }
    a.say("c", "after", 1);

    await().until(() -> c.heard.contains("a after 1"));
    await().until(() -> c.strangers() == 0);
    assertThat(b.strangers()).isZero();
    assertThat(a.place("c")).startsWith("127");
  }

  /** The network between a and b. */
  private final class Wire {
    private final List<NetSocket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean cut;
    final int port;

    Wire(int to) {
      port = vertx
          .createNetServer()
          .connectHandler(near -> {
            near.pause();
            sockets.add(near);
            vertx.createNetClient().connect(to, "127.0.0.1").onSuccess(far -> {
              sockets.add(far);
              near.handler(bytes -> pass(far, bytes)).closeHandler(end -> far.close());
              far.handler(bytes -> pass(near, bytes)).closeHandler(end -> near.close());
              near.resume();
            });
          })
          .listen(0, "127.0.0.1")
          .await()
          .actualPort();
    }

    private void pass(NetSocket to, Buffer bytes) {
      if (!cut) {
        to.write(bytes);
      }
    }

    void cut(boolean is) {
      cut = is;
    }
  }

  private final class Node implements Links.Listener {
    final String id;
    final int port;
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final Context context = ((VertxInternal) vertx).createEventLoopContext();
    private final Set<String> there = new HashSet<>();
    private Links links;

    Node(String id) {
      this.id = id;
      run(() -> links = new Links(
          new Links.Sockets(vertx, vertx.createNetServer(), vertx.createNetClient()),
          new Links.Parts(SECRET, id, QUEUE, this),
          NodeCard.getDefaultInstance()));
      port = run(() -> links.start("127.0.0.1", 0)).await();
    }

    void know(Map<String, Integer> ports) {
      Map<String, String> known = new HashMap<>();
      ports.forEach((node, at) -> known.put(node, "127.0.0.1:" + at));
      run(() -> {
        links.known(known);
        return true;
      });
    }

    String place(String node) {
      return run(() -> links.to(node).map(Link::place).orElse(""));
    }

    List<String> hears(String node) {
      return run(() ->
          links.to(node).map(link -> List.copyOf(link.card().getHearsList())).orElse(List.of()));
    }

    int strangers() {
      return run(() -> links.strangers());
    }

    void say(String node, String word, int size) {
      BusMessage message = BusMessage.newBuilder()
          .setSubject(word)
          .setPayload(ByteString.copyFrom(new byte[size]))
          .build();
      run(() -> {
        links.to(node).orElseThrow().send(message, false);
        return true;
      });
    }

    <T> T run(Callable<T> action) {
      Promise<T> done = Promise.promise();
      context.runOnContext(turn -> {
        try {
          done.complete(action.call());
        } catch (Exception failed) {
          done.fail(failed);
        }
      });
      return done.future().await();
    }

    private NodeCard card() {
      List<String> direct = new ArrayList<>();
      for (Link link : links.open()) {
        if (link.isDirect() && link.node().filter(there::contains).isPresent()) {
          direct.add(link.node().orElseThrow());
        }
      }
      return NodeCard.newBuilder().addAllHears(direct).build();
    }

    @Override
    public void opened(Link link) {
      link.tell(card());
    }

    @Override
    public void heard(Link link, LinkBatch said) {
      if (there.add(link.node().orElseThrow())) {
        links.tell(card());
      }
      said.getMessagesList()
          .forEach(each -> heard.add(link.node().orElseThrow() + " " + each.getSubject() + " "
              + each.getPayload().size()));
    }

    @Override
    public void closed(Link link, String node) {
      there.remove(node);
      links.tell(card());
    }

    @Override
    public void gone(String node) {}
  }
}
