package dev.atoll.chaos;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.protocol.message.IslandStatusMessage;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A statistics service of another make on NATS: it knows who is there by heartbeats and ends, for ever where no end is told, and
 * the islands by the last report. Subjects are those of archipelago-workers.
 */
final class ForeignStatistics implements AutoCloseable {
  private final Connection connection;
  private final Set<String> peers = new TreeSet<>();
  private final AtomicInteger unreadable = new AtomicInteger();
  private Islands islands = new Islands(java.util.Map.of());
  private int discoveries;

  ForeignStatistics(Connection connection) {
    this.connection = connection;
    Dispatcher dispatcher = connection.createDispatcher(this::hear);
    dispatcher.subscribe("peer.*.heartbeat");
    dispatcher.subscribe("peer.*.disconnect");
    dispatcher.subscribe("engine.islands");
    dispatcher.subscribe("engine.discovery");
  }

  private synchronized void hear(Message message) {
    String[] subject = message.getSubject().split("\\.");
    switch (subject[subject.length - 1]) {
      case "heartbeat" -> peers.add(subject[1]);
      case "disconnect" -> peers.remove(subject[1]);
      case "islands" -> report(message.getData());
      default -> discoveries++;
    }
  }

  private void report(byte[] bytes) {
    try {
      islands = Islands.of(IslandStatusMessage.parseFrom(bytes));
    } catch (InvalidProtocolBufferException broken) {
      unreadable.incrementAndGet();
    }
  }

  /** Who is there. */
  synchronized Set<String> peers() {
    return new TreeSet<>(peers);
  }

  /** As last reported. */
  synchronized Islands islands() {
    return islands;
  }

  /** How often an archipelago said that it lives. */
  synchronized int discoveries() {
    return discoveries;
  }

  /** Reports that could not be read. */
  int unreadable() {
    return unreadable.get();
  }

  @Override
  public void close() throws InterruptedException {
    connection.close();
  }
}
