package dev.atoll.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.bus.OnContext;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.junit5.VertxExtension;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two sides of a link, with everything between them in the test's hands. */
@ExtendWith(VertxExtension.class)
class LinkTest {
  private static final ClusterSecret SECRET = secret("the secret of these nodes");
  private static final long QUEUE = 1 << 20;

  private final Side dialler = new Side();
  private final Side listener = new Side();
  private Context context;

  @Test
  void two_who_know_the_secret_hear_each_other_in_order(Vertx vertx) {
    link(vertx, SECRET, SECRET);

    say(dialler, "one", "two", "three");

    assertThat(listener.heard).containsExactly("one", "two", "three");
    assertThat(dialler.link.node()).contains("listener");
    assertThat(listener.link.node()).contains("dialler");
  }

  @Test
  void one_with_another_secret_is_told_nothing(Vertx vertx) {
    link(vertx, secret("some other secret, as long"), SECRET);

    assertThat(listener.closed).containsExactly("SECRET");
    assertThat(listener.opened).isZero();
    assertThat(dialler.opened).isZero();
    assertThat(listener.sent).isEmpty();
  }

  @Test
  void one_who_only_knows_what_went_over_the_wire_is_proven_nothing(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    List<Buffer> recorded = List.copyOf(dialler.sent);
    Side fresh = new Side();

    on(() -> {
      fresh.make(new LinkHandshake(SECRET, "", "listener"), context);
      recorded.forEach(each -> fresh.link.bytes(each.copy()));
    });

    assertThat(fresh.closed).containsExactly("SECRET");
    assertThat(fresh.sent).hasSize(1);
    assertThat(fresh.opened).isZero();
  }

  @Test
  void a_proof_is_not_good_for_who_it_was_told_to(Vertx vertx) {
    // a mirror that knows no secret, but says that it is the node that was dialled
    make(vertx, SECRET, SECRET);
    LinkHandshake mirrored = new LinkHandshake(SECRET, "same", "same");
    Side mirror = new Side();
    on(() -> {
      mirror.make(mirrored, context);
      mirror.link.greet();
      for (int i = 0; i < mirror.sent.size() && mirror.closed.isEmpty(); i++) {
        mirror.link.bytes(mirror.sent.get(i).copy());
      }
    });

    assertThat(mirror.opened).isZero();
    assertThat(mirror.sent).hasSize(2);
    assertThat(mirror.closed).containsExactly("SECRET");
  }

  @Test
  void a_batch_that_comes_twice_ends_the_link(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    say(dialler, "once");
    Buffer batch = dialler.sent.get(dialler.sent.size() - 1);

    on(() -> listener.link.bytes(batch.copy()));

    assertThat(listener.heard).containsExactly("once");
    assertThat(listener.closed).containsExactly("GAP");
  }

  @Test
  void a_batch_that_is_missing_ends_the_link(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    dialler.lossy = true;
    say(dialler, "lost");
    dialler.lossy = false;

    say(dialler, "heard");
    flush(dialler);

    assertThat(listener.heard).isEmpty();
    assertThat(listener.closed).containsExactly("GAP");
  }

  @Test
  void what_waits_since_something_was_sent_just_before_goes_in_its_order(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    say(dialler, "first");
    assertThat(listener.heard).containsExactly("first");

    say(dialler, "second");
    say(dialler, "third");
    flush(dialler);

    assertThat(listener.heard).containsExactly("first", "second", "third");
  }

  @Test
  void what_is_replaced_soon_goes_in_its_order_and_by_itself_too(Vertx vertx) {
    link(vertx, SECRET, SECRET);

    on(() -> dialler.link.send(message(bytes("here")), Link.Worth.REPLACED));
    say(dialler, "now");
    on(() -> dialler.link.send(message(bytes("there")), Link.Worth.REPLACED));

    await().untilAsserted(() -> assertThat(listener.heard).containsExactly("here", "now", "there"));
  }

  @Test
  void any_changed_byte_ends_the_link_and_is_not_heard(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    dialler.lossy = true;
    say(dialler, "changed on its way");
    Buffer batch = dialler.sent.get(dialler.sent.size() - 1);
    int at = 4 + new Random(7).nextInt(batch.length() - 4);
    batch.setByte(at, (byte) (batch.getByte(at) ^ 1));

    on(() -> listener.link.bytes(batch));

    assertThat(listener.heard).isEmpty();
    assertThat(listener.closed).containsExactly("NOT_AUTHENTIC");
  }

  @Test
  void bytes_may_come_in_any_pieces(Vertx vertx) {
    make(vertx, SECRET, SECRET);
    dialler.piece = 1;
    listener.piece = 3;
    greet();

    say(dialler, "one", "two");

    assertThat(listener.heard).containsExactly("one", "two");
  }

  @Test
  void garbage_ends_a_link_before_and_after_it_is_open(Vertx vertx) {
    for (long seed = 0; seed < 200; seed++) {
      Side fresh = new Side();
      long random = seed;
      on(vertx, () -> {
        fresh.make(new LinkHandshake(SECRET, "", "n"), context);
        byte[] garbage = new byte[5000];
        new Random(random).nextBytes(garbage);
        fresh.link.bytes(Buffer.buffer(garbage));
      });
      assertThat(fresh.opened).isZero();
    }
    link(vertx, SECRET, SECRET);

    on(() -> listener.link.bytes(Buffer.buffer().appendInt(24).appendBytes(new byte[24])));

    assertThat(listener.closed).containsExactly("NOT_AUTHENTIC");
  }

  @Test
  void one_whom_nobody_knows_may_not_send_much(Vertx vertx) {
    make(vertx, SECRET, SECRET);

    on(() -> listener.link.bytes(Buffer.buffer().appendInt(Link.LONGEST_GREETING + 1)));

    assertThat(listener.closed).containsExactly("MALFORMED");
  }

  @Test
  void another_node_at_the_place_of_one_that_is_gone_is_noticed_before_it_is_trusted(Vertx vertx) {
    on(vertx, () -> {
      dialler.make(new LinkHandshake(SECRET, "gone", "dialler"), context);
      listener.make(new LinkHandshake(SECRET, "", "listener"), context);
      join();
    });

    greet();

    assertThat(dialler.closed).containsExactly("OTHER_NODE");
    assertThat(listener.opened).isZero();
  }

  @Test
  void what_may_go_gives_way_to_what_may_not_and_too_much_of_that_ends_the_link(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    dialler.stuck = true;
    byte[] large = new byte[100_000];

    on(() ->
        IntStream.range(0, 20).forEach(i -> dialler.link.send(message(large), Link.Worth.MAY_GO)));
    settle();
    assertThat(dialler.closed).isEmpty();
    assertThat(dialler.link.dropped()).isGreaterThan(10);
    assertThat(dialler.link.waitingBytes()).isLessThanOrEqualTo(QUEUE);
    on(() -> IntStream.range(0, 20)
        .forEach(i -> dialler.link.send(message(large), Link.Worth.HAS_TO_ARRIVE)));

    settle();
    assertThat(dialler.closed).containsExactly("OVERFLOW");
  }

  @Test
  void what_ends_and_begins_again_in_one_turn_is_asked_for_at_its_end(Vertx vertx) {
    link(vertx, SECRET, SECRET);

    on(() -> {
      dialler.link.begin("stays");
      dialler.link.end("stays");
      dialler.link.begin("stays");
      dialler.link.begin("goes");
      dialler.link.end("goes");
    });
    settle();

    assertThat(listener.asked).containsExactly("stays");
  }

  @Test
  void more_patterns_than_one_batch_holds_are_told_in_several(Vertx vertx) {
    link(vertx, SECRET, SECRET);
    String name = "a".repeat(200);

    on(() -> IntStream.range(0, 50_000).forEach(i -> dialler.link.begin(name + i)));
    flush(dialler);

    assertThat(listener.closed).isEmpty();
    assertThat(listener.asked).hasSize(50_000);
  }

  private void link(Vertx vertx, ClusterSecret one, ClusterSecret other) {
    make(vertx, one, other);
    greet();
  }

  private void make(Vertx vertx, ClusterSecret one, ClusterSecret other) {
    on(vertx, () -> {
      dialler.make(new LinkHandshake(one, "listener", "dialler"), context);
      listener.make(new LinkHandshake(other, "", "listener"), context);
      join();
    });
  }

  private void join() {
    dialler.other = listener;
    listener.other = dialler;
  }

  private void greet() {
    on(() -> {
      dialler.link.greet();
      listener.link.greet();
    });
    settle();
  }

  private void say(Side side, String... words) {
    on(() -> {
      for (String word : words) {
        side.link.send(message(bytes(word)), Link.Worth.HAS_TO_ARRIVE);
      }
    });
    settle();
  }

  /** Takes along what would wait a little, since something was sent just before. */
  private void flush(Side side) {
    on(side.link::flush);
    settle();
  }

  private static byte[] bytes(String word) {
    return word.getBytes(StandardCharsets.UTF_8);
  }

  private static BusMessage message(byte[] payload) {
    return BusMessage.newBuilder()
        .setSubject("a.b")
        .setPayload(ByteString.copyFrom(payload))
        .build();
  }

  private static ClusterSecret secret(String text) {
    return new ClusterSecret(new Secret(text), "atoll");
  }

  /** Everything that the event loop was asked to do is done. */
  private void settle() {
    for (int turn = 0; turn < 10; turn++) {
      on(() -> {});
    }
  }

  private void on(Vertx vertx, Runnable action) {
    context = vertx.getOrCreateContext();
    on(action);
  }

  private void on(Runnable action) {
    OnContext.run(context, action);
  }

  /** One side, whose bytes go to the other in a later turn. */
  private static final class Side implements Link.Events, Carrier {
    final List<Buffer> sent = new ArrayList<>();
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<String> closed = new ArrayList<>();
    final Set<String> asked = new HashSet<>();
    private final ArrayDeque<Promise<Void>> waiting = new ArrayDeque<>();
    Link link;
    Side other;
    int opened;
    int piece = Integer.MAX_VALUE;
    boolean lossy;
    boolean stuck;
    private Context context;

    void make(LinkHandshake handshake, Context on) {
      context = on;
      link = new Link(this, new Link.Parts(on, handshake, this, QUEUE));
    }

    @Override
    public Future<Void> send(Buffer bytes) {
      sent.add(bytes);
      if (stuck) {
        Promise<Void> never = Promise.promise();
        waiting.add(never);
        return never.future();
      }
      if (other != null && !lossy) {
        Side to = other;
        context.runOnContext(turn -> {
          for (int from = 0; from < bytes.length(); from += Math.min(piece, bytes.length())) {
            int end = (int) Math.min(bytes.length(), (long) from + piece);
            to.link.bytes(bytes.getBuffer(from, end));
          }
        });
      }
      return Future.succeededFuture();
    }

    @Override
    public void close() {
      other = null;
    }

    @Override
    public String place() {
      return "here";
    }

    @Override
    public String host() {
      return "here";
    }

    @Override
    public void opened(Link opening) {
      opened++;
    }

    @Override
    public void heard(Link from, LinkBatch said) {
      asked.addAll(said.getBeginsList());
      said.getEndsList().forEach(asked::remove);
      said.getMessagesList().forEach(each -> heard.add(each.getPayload().toStringUtf8()));
    }

    @Override
    public void closed(Link ended, String reason) {
      closed.add(reason);
    }
  }
}
