package dev.atoll.handshake;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.cluster.LoginStamp;
import dev.atoll.cluster.RealmNode;
import dev.atoll.cluster.RealmNodes;
import dev.atoll.protocol.message.LoginsMessage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private Set<String> seen = Set.of();

  public LoginsExchange(Bus bus, Sessions sessions) {
    this.bus = bus;
    this.sessions = sessions;
  }

  /** Begins, for as long as the nodes are watched. */
  public void start(RealmNodes nodes) {
    bus.subscribe(Subjects.only(Subjects.LOGINS), this::heard);
    nodes.watch(now -> changed(nodes.self(), now));
  }

  private void changed(String self, List<RealmNode> now) {
    Set<String> others = new HashSet<>();
    now.forEach(node -> others.add(node.id()));
    others.remove(self);
    boolean isNew = !seen.containsAll(others);
    seen = others;
    if (isNew) {
      LoginsMessage.Builder message = LoginsMessage.newBuilder();
      sessions.logins().forEach((address, login) -> message.putLogins(address, login.toString()));
      bus.publish(new Message(Subjects.LOGINS, Payload.of(message.build())));
    }
  }

  private void heard(Message message) {
    String node = message.headers().get(Headers.NODE).orElse("");
    if (node.isEmpty()) {
      return;
    }
    try {
      Map<String, LoginStamp> logins = new HashMap<>();
      message
          .payload()
          .as(LoginsMessage.class, LoginsMessage.parser())
          .getLoginsMap()
          .forEach((address, stamp) ->
              LoginStamp.parse(stamp).ifPresent(login -> logins.put(address, login)));
      sessions.heard(node, logins);
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("logins cannot be read node={} cause={}", node, malformed.getMessage());
    }
  }
}
