package dev.atoll.transport;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Headers;
import dev.atoll.bus.Message;
import dev.atoll.bus.Subjects;

/**
 * Tells the other nodes of a realm what third-party servers say in scenes at this one; the rooms there hear it by
 * {@link ServerWords#relay}. To be done by one of a node.
 */
public final class WordsRelay {
  private WordsRelay() {}

  /** From now on, for a node that has nowhere to hear them itself. */
  public static Bus.Subscription start(Bus bus) {
    return bus.overhear(Subjects.EVERY_SCENE_MESSAGE, message -> {
      if (!message.headers().isFromAnotherNode()) {
        tell(bus, message);
      }
    });
  }

  /** Those of other systems are heard by every node that is to hear them. */
  static void tell(Bus bus, Message message) {
    Headers headers = message.headers();
    if (headers.has(Headers.SERVER) && !headers.has(Headers.VIA)) {
      bus.publish(
          new Message(Subjects.wordElsewhere(message.subject()), message.payload(), headers));
    }
  }
}
