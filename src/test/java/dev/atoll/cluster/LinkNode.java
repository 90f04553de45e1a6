package dev.atoll.cluster;

import com.google.protobuf.ByteString;
import dev.atoll.bus.OnContext;
import dev.atoll.config.Secret;
import dev.atoll.protocol.message.BusMessage;
import dev.atoll.protocol.message.LinkBatch;
import dev.atoll.protocol.message.NodeCard;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node with real links and nothing else, on an event loop of its own. For tests; of any thread. */
final class LinkNode implements Links.Listener {
  final String id;
  final int port;
  final List<String> heard = new CopyOnWriteArrayList<>();
  private static final ClusterSecret SECRET =
      new ClusterSecret(new Secret("the secret of these nodes"), "atoll");

  /** The system takes little where the network takes nothing. */
  private static final int SEND_BUFFER = 64 << 10;

  private final Context context;
  private final Set<String> there = new HashSet<>();
  Links links;

  /** @param queueBytes that may wait on a link */
  LinkNode(Vertx vertx, String id, long queueBytes) {
    this.id = id;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    run(() -> links = new Links(
        new Links.Sockets(
            vertx,
            vertx.createNetServer(new NetServerOptions().setSendBufferSize(SEND_BUFFER)),
            vertx.createNetClient(new NetClientOptions().setSendBufferSize(SEND_BUFFER))),
        new Links.Parts(SECRET, id, queueBytes, this),
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

  long dropped(String node) {
    return run(() -> links.to(node).orElseThrow().dropped());
  }

  long waiting(String node) {
    return run(() -> links.to(node).map(Link::waitingBytes).orElse(0L));
  }

  long resets() {
    return run(links::resets);
  }

  /** A word of as many bytes as its number. */
  void sayIfLinked(String node, String word, int size) {
    if (!place(node).isEmpty()) {
      say(node, word, size);
    }
  }

  void sayIfItMay(String node, String word, int size) {
    say(node, word, size, true);
  }

  void say(String node, String word, int size) {
    say(node, word, size, false);
  }

  private void say(String node, String word, int size, boolean mayGo) {
    BusMessage message = BusMessage.newBuilder()
        .setSubject(word)
        .setPayload(ByteString.copyFrom(new byte[size]))
        .build();
    run(() -> {
      links
          .to(node)
          .ifPresent(
              link -> link.send(message, mayGo ? Link.Worth.MAY_GO : Link.Worth.HAS_TO_ARRIVE));
      return true;
    });
  }

  <T> T run(Callable<T> action) {
    return OnContext.call(context, action);
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
  public void gone(Aim aim) {}
}
