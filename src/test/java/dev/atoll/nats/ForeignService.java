package dev.atoll.nats;

import com.google.protobuf.MessageLite;
import dev.atoll.Patience;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A plain NATS client that hears everything and says what it is told to, as services of other makes do. */
final class ForeignService implements AutoCloseable {
  private final Connection connection;
  private final List<Message> heard = new CopyOnWriteArrayList<>();

  ForeignService(NatsServer server) {
    connection = server.client();
    Dispatcher dispatcher = connection.createDispatcher(heard::add);
    dispatcher.subscribe(">");
    flush();
  }

  void say(String subject, byte[] payload) {
    connection.publish(subject, payload);
    flush();
  }

  void sayWithoutWaiting(String subject, byte[] payload) {
    connection.publish(subject, payload);
  }

  void say(String subject, MessageLite payload) {
    say(subject, payload.toByteArray());
  }

  void say(String subject) {
    say(subject, new byte[0]);
  }

  /** Bytes as hexadecimal digits. */
  void sayHex(String subject, String hex) {
    say(subject, HexFormat.of().parseHex(hex));
  }

  void say(String subject, Headers headers, byte[] payload) {
    connection.publish(subject, headers, payload);
    flush();
  }

  private void flush() {
    try {
      connection.flush(Patience.TIME);
    } catch (Exception failed) {
      throw new AssertionError(failed);
    }
  }

  /** Everything on this subject so far, but for what it said itself. */
  List<Message> heard(String subject) {
    return heard.stream().filter(each -> each.getSubject().equals(subject)).toList();
  }

  /** Everything so far, in its order. */
  List<Message> heard() {
    return List.copyOf(heard);
  }

  List<String> subjects() {
    return heard.stream().map(Message::getSubject).toList();
  }

  /** The first message on this subject, which has to come soon. */
  Message await(String subject) {
    return awaitAll(subject, 1).get(0);
  }

  List<Message> awaitAll(String subject, int count) {
    Awaiting.soon().until(() -> heard(subject).size() >= count);
    return heard(subject);
  }

  String awaitHex(String subject) {
    return HexFormat.of().formatHex(await(subject).getData());
  }

  void forget() {
    heard.clear();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
