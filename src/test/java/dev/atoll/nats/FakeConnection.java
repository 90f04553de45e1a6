package dev.atoll.nats;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.Statistics;
import io.nats.client.Subscription;
import io.nats.client.api.ServerInfo;
import io.nats.client.impl.NatsMessage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the bridge uses of jnats' connection, whose writer stands still while a test wants it to. */
final class FakeConnection {
  /** Subjects that were published to, in order. */
  final List<String> published = new ArrayList<>();

  final List<byte[]> payloads = new ArrayList<>();

  /** How many lines SUB and UNSUB there were. */
  int subscribed;

  int unsubscribed;

  private final Map<Subscription, Map.Entry<String, MessageHandler>> handlers =
      new LinkedHashMap<>();
  private long handedOver;
  private long written;
  private boolean stuck;

  final Connection connection = fake(Connection.class, (proxy, method, arguments) -> {
    switch (method.getName()) {
      case "getServerInfo":
        return new ServerInfo("INFO {\"headers\":true,\"max_payload\":1048576}");
      case "getStatistics":
        return statistics();
      case "createDispatcher":
        return dispatcher();
      case "publish":
        published.add((String) arguments[0]);
        payloads.add((byte[]) arguments[2]);
        handedOver += ((byte[]) arguments[2]).length + 200;
        return null;
      default:
        throw new UnsupportedOperationException(method.toString());
    }
  });

  final Outlet outlet;

  FakeConnection(NatsMeters meters) {
    outlet = new Outlet(connection, new Marks(new Marks.Origin(Optional.empty(), "fake")), meters);
  }

  /** From now on nothing is written, and the connection is congested. */
  void congest() {
    stuck = true;
    outlet.handOver(8 << 20);
  }

  void relieve() {
    stuck = false;
    handedOver += 8 << 20;
  }

  /** Delivers as a server does: once for each subscription that matches. */
  void deliver(String subject) {
    Message message = NatsMessage.builder().subject(subject).data(new byte[0]).build();
    List.copyOf(handlers.values()).stream()
        .filter(each -> each.getKey().equals(subject))
        .forEach(each -> {
          try {
            each.getValue().onMessage(message);
          } catch (InterruptedException never) {
            throw new AssertionError(never);
          }
        });
  }

  private Statistics statistics() {
    written = stuck ? written : handedOver;
    return fake(Statistics.class, (proxy, method, arguments) -> written);
  }

  private Dispatcher dispatcher() {
    return fake(Dispatcher.class, (proxy, method, arguments) -> {
      switch (method.getName()) {
        case "subscribe":
          Subscription subscription = fake(Subscription.class, FakeConnection::identity);
          handlers.put(
              subscription, Map.entry((String) arguments[0], (MessageHandler) arguments[1]));
          subscribed++;
          return subscription;
        case "unsubscribe":
          handlers.remove((Subscription) arguments[0]);
          unsubscribed++;
          return proxy;
        case "setPendingLimits":
          return null;
        default:
          throw new UnsupportedOperationException(method.toString());
      }
    });
  }

  private static Object identity(Object proxy, java.lang.reflect.Method method, Object[] given) {
    return switch (method.getName()) {
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == given[0];
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
