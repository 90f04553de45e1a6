package dev.atoll.handshake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LoginPieces;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.cluster.RealmNodes.Watch;
import dev.atoll.protocol.message.LoginsMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a node that is heard anew who is logged in here, so that of two logins of one address the earlier ends. Used on the doors' event
 * loop only.
 */
public final class LoginsExchange {
  private static final Logger LOG = LoggerFactory.getLogger(LoginsExchange.class);

  private final Bus bus;
  private final Sessions sessions;
  private final LoginPieces pieces = new LoginPieces();
  private Set<String> seen = Set.of();
  private Optional<Subscription> subscription = Optional.empty();
  private Watch watch = () -> {};

  public LoginsExchange(Bus bus, Sessions sessions) {
    this.bus = bus;
    this.sessions = sessions;
  }

  public void start(RealmNodes nodes) {
    subscription = Optional.of(bus.subscribe(Subjects.only(Subjects.LOGINS), this::heard));
    watch = nodes.watch(now -> changed(nodes.self(), now));
  }

  public void stop() {
    watch.end();
    subscription.ifPresent(Subscription::cancel);
  }

  private void changed(String self, List<RealmNode> now) {
    Set<String> others = new HashSet<>();
    now.forEach(node -> others.add(node.id()));
    others.remove(self);
    boolean isNew = !seen.containsAll(others);
    seen = others;
    pieces.retain(others);
    if (isNew) {
      LoginPieces.of(sessions.logins())
          .forEach(piece -> bus.publish(new Message(Subjects.LOGINS, Payload.of(piece))));
    }
  }

  private void heard(Message message) {
    String node = message.headers().get(Headers.NODE).orElse("");
    if (node.isEmpty()) {
      return;
    }
    try {
      LoginsMessage piece = message.payload().as(LoginsMessage.class, LoginsMessage.parser());
      pieces.heard(node, piece).ifPresent(logins -> sessions.heard(node, logins));
    } catch (InvalidProtocolBufferException | IllegalArgumentException malformed) {
      LOG.warn("logins cannot be read node={} cause={}", node, malformed.getMessage());
    }
  }
}
