package dev.atoll.nats;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.nats.NatsMeters.Drop;
import dev.atoll.protocol.message.IslandStatusMessage;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all islands, one message each time, as large as the server takes: when it is larger the islands' peers are left out,
 * and when that does not help all of it. Used on one context.
 */
final class IslandsTeller {
  /** As often as the reference of 2022 told them. */
  private static final Duration OF_2022 = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(IslandsTeller.class);

  private final Dialects dialects;
  private final Outbound outbound;
  private final NatsMeters meters;
  private @Nullable Message last;
  private long nextOf2022 = System.nanoTime();

  /** So that a realm that is too large for its NATS is not a warning each flush: one form may be, and another not. */
  private final Set<Form> warned = EnumSet.noneOf(Form.class);

  IslandsTeller(Dialects dialects, Outbound outbound, NatsMeters meters) {
    this.dialects = dialects;
    this.outbound = outbound;
    this.meters = meters;
  }

  void tell(Message message, Optional<Outlet> outlet, long nanos) {
    last = message;
    outlet.filter(Outlet::isFree).ifPresent(free -> tell(message, free, nanos));
  }

  /** Another node tells them now. */
  void forget() {
    last = null;
  }

  /** What was told last, or would have been, in all forms. */
  void tellLast(Outlet outlet, long nanos) {
    nextOf2022 = nanos;
    if (last != null) {
      tell(last, outlet, nanos);
    }
  }

  private void tell(Message message, Outlet outlet, long nanos) {
    boolean isTimeOf2022 = nanos - nextOf2022 >= 0;
    if (isTimeOf2022) {
      nextOf2022 = nanos + OF_2022.toNanos();
    }
    try {
      for (Form form : dialects.said(Kind.ISLANDS)) {
        if (form != Form.ISLANDS_2022 || isTimeOf2022) {
          tell(form, message.payload(), outlet);
        }
      }
    } catch (InvalidProtocolBufferException notIslands) {
      meters.dropped(Drop.UNSENDABLE);
    }
  }

  private void tell(Form form, Payload payload, Outlet outlet)
      throws InvalidProtocolBufferException {
    ByteString bytes = outbound.write(form, payload);
    boolean whole = bytes.size() <= outlet.mostBytes();
    if (!whole) {
      bytes = outbound.write(form, withoutPeers(payload));
    }
    warn(form, whole, bytes.size() > outlet.mostBytes());
    outlet.send(new Outgoing(
        form, form.pattern(), bytes.toByteArray(), false, dialects.isSole(form), Optional.empty()));
  }

  private static Payload withoutPeers(Payload payload) throws InvalidProtocolBufferException {
    IslandStatusMessage.Builder islands =
        payload.as(IslandStatusMessage.class, IslandStatusMessage.parser()).toBuilder();
    islands.getDataBuilderList().forEach(island -> island.clearPeers());
    return Payload.of(islands.build());
  }

  private void warn(Form form, boolean whole, boolean none) {
    if (whole) {
      warned.remove(form);
    } else if (warned.add(form)) {
      LOG.warn(
          "Islands are told on NATS {}: they are larger than max_payload of nats-server lets through, raise it subject={}",
          none ? "not at all" : "without their peers",
          form.pattern());
    }
  }
}
