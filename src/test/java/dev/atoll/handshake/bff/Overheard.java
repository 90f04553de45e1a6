package dev.atoll.handshake.bff;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import dev.atoll.Patience;
import dev.atoll.auth.Identity;
import dev.atoll.bus.Message;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.node.AtollNode;
import dev.atoll.node.TestNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node, and all that is said on its bus, gathered on an event loop of its own. */
final class Overheard {
  private static final String MARKER = "overheard.until.";

  private final Vertx vertx;
  private final AtollNode node;
  private final List<Message> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger markers = new AtomicInteger();

  private Overheard(Vertx vertx, AtollNode node) {
    this.vertx = vertx;
    this.node = node;
  }

  static Overheard start(Vertx vertx) throws Exception {
    return of(vertx, TestNode.start(vertx, Map.of()));
  }

  /** All that is said from now on. */
  static Overheard of(Vertx vertx, AtollNode node) throws Exception {
    Overheard overheard = new Overheard(vertx, node);
    Future.<Void>future(inForce -> vertx.runOnContext(now -> node.bus()
            .subscribe(Pattern.of(">"), overheard.heard::add)
            .inForce()
            .onComplete(inForce)))
        .await(Patience.SECONDS, TimeUnit.SECONDS);
    return overheard;
  }

  AtollNode node() {
    return node;
  }

  BffClient connect() {
    return BffClient.connect(vertx, node);
  }

  BffClient login(Identity identity) {
    return BffClient.login(vertx, node, identity);
  }

  void say(String subject, String text) {
    node.bus().publish(new Message(Subject.of(subject), Payload.of(ByteString.copyFromUtf8(text))));
  }

  /** All that was said before this call, however long it takes to be heard. */
  List<Message> messages() {
    String marker = MARKER + markers.incrementAndGet();
    say(marker, "");
    await().until(() -> heard.stream().anyMatch(each -> each.subject().name().equals(marker)));
    return List.copyOf(heard);
  }

  /** Of {@link #messages} those on this subject. */
  List<Message> on(String subject) {
    return messages().stream()
        .filter(each -> each.subject().name().equals(subject))
        .toList();
  }

  /** Subjects of {@link #messages} that name this peer, as their sender or not. */
  List<String> subjects(Identity peer) {
    return messages().stream()
        .map(each -> each.subject().name())
        .filter(each -> each.contains(peer.address()))
        .toList();
  }
}
