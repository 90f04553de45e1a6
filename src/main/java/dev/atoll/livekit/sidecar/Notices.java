package dev.atoll.livekit.sidecar;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.message.UnheardMessage;
import java.time.Duration;

/** Tells the realm what is listened to and not heard: at each change, and again as long as there is something. Used on one event loop. */
final class Notices {
  private static final long REPEAT_NANOS = Duration.ofSeconds(10).toNanos();

  private final Bus bus;
  private final Subject subject;
  private UnheardMessage told = UnheardMessage.getDefaultInstance();
  private long toldAt = System.nanoTime();

  /** @param sideCar name of this one, a token */
  Notices(Bus bus, String sideCar) {
    this.bus = bus;
    this.subject = Subjects.unheard(sideCar);
  }

  /** This is all. */
  void tell(UnheardMessage now, long nanos) {
    boolean again = now.getPlacesCount() > 0 && nanos - toldAt >= REPEAT_NANOS;
    if (again || !now.equals(told)) {
      told = now;
      toldAt = nanos;
      bus.publish(new Message(subject, Payload.of(now)));
    }
  }
}
