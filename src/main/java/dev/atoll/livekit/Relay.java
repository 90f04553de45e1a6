package dev.atoll.livekit;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Bus;
import dev.atoll.bus.Bus.Subscription;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.LiveKitPolled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Between the nodes of a realm: what the one that asks a deployment was answered, and what the deployment told any of them, so that all
 * know who is where. Where a node is alone nothing is told. Used on one event loop.
 */
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private final Bus bus;
  private final boolean hasOthers;
  private final Subject polled;
  private final Subject webhook;
  private List<Subscription> subscriptions = List.of();

  /** @param id of the deployment */
  Relay(LiveKit.Parts parts, String id) {
    this.bus = parts.bus();
    this.hasOthers = parts.settings().cluster().enabled();
    this.polled = Subjects.liveKitPolled(id);
    this.webhook = Subjects.liveKitWebhook(id);
  }

  /** Listens to other nodes from now on. */
  void start(Consumer<LiveKitPolled> answers, Consumer<JsonObject> events) {
    if (hasOthers) {
      subscriptions = List.of(
          bus.subscribe(Subjects.only(polled), message -> answered(message, answers)),
          bus.subscribe(Subjects.only(webhook), message -> happened(message, events)));
    }
  }

  void stop() {
    subscriptions.forEach(Subscription::cancel);
    subscriptions = List.of();
  }

  private static void answered(Message message, Consumer<LiveKitPolled> answers) {
    if (!message.headers().isFromAnotherNode()) {
      return;
    }
    try {
      answers.accept(message.payload().as(LiveKitPolled.class, LiveKitPolled.parser()));
    } catch (InvalidProtocolBufferException malformed) {
      LOG.warn("LiveKit's rooms cannot be read cause={}", malformed.getMessage());
    }
  }

  private static void happened(Message message, Consumer<JsonObject> events) {
    if (!message.headers().isFromAnotherNode()) {
      return;
    }
    try {
      events.accept(new JsonObject(Buffer.buffer(message.payload().bytes().toByteArray())));
    } catch (DecodeException | ClassCastException malformed) {
      LOG.warn("LiveKit's webhook cannot be read cause={}", malformed.getMessage());
    }
  }

  /** This node was answered. */
  void polled(LiveKitPolled answer) {
    if (hasOthers) {
      bus.publish(new Message(polled, Payload.of(answer)));
    }
  }

  /** This node was told. */
  void happened(JsonObject event) {
    if (hasOthers) {
      bus.publish(
          new Message(webhook, Payload.of(ByteString.copyFrom(event.toBuffer().getBytes()))));
    }
  }
}
