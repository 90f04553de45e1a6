package dev.atoll.bus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Buses of nodes of one realm, joined without a network: what is born in one is heard in all. To be used on one context. */
public final class JoinedBuses {
  private final Map<String, LocalBus> buses;
  private List<Bus.Subscription> links = List.of();

  /** @param nodes their ids */
  public JoinedBuses(String... nodes) {
    buses = new LinkedHashMap<>();
    for (String node : nodes) {
      buses.put(node, new LocalBus());
    }
  }

  /** That of a node. */
  public Bus of(String node) {
    return buses.get(node);
  }

  /** From now on they hear each other; called on the context that everything happens on. */
  public void join() {
    links = buses.entrySet().stream()
        .map(from ->
            from.getValue().overhear(Pattern.of(">"), message -> carry(from.getKey(), message)))
        .toList();
  }

  /** From now on none hears another. */
  public void cut() {
    links.forEach(Bus.Subscription::cancel);
    buses.forEach((node, bus) -> buses.keySet().stream()
        .filter(other -> !other.equals(node))
        .forEach(other -> bus.publish(new Message(Subjects.nodeLost(other), Payload.EMPTY))));
  }

  private void carry(String from, Message message) {
    if (message.headers().isFromAnotherNode()
        || message.headers().has(Headers.VIA)
        || message.subject().name().startsWith("realm.node.")) {
      return;
    }
    Message carried = new Message(
        message.subject(),
        Payload.of(message.payload().bytes()),
        message.headers().with(Headers.NODE, from));
    buses.forEach((node, bus) -> {
      if (!node.equals(from)) {
        bus.publish(carried);
      }
    });
  }
}
