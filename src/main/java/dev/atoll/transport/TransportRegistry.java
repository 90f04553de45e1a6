package dev.atoll.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The transports that were heard of lately, in the order in which they were first heard of. Has no clock of its own; used on
 * the archipelago's context only.
 */
public final class TransportRegistry {
  /** More than any realm has; what comes beyond it is not taken. */
  static final int MOST = 1000;

  private final long silenceNanos;
  private final TransportFactory factory;
  private final Map<String, Registered> transports = new LinkedHashMap<>();

  /**
   * A transport as it is known now.
   *
   * @param status as it told last
   * @param transport gives connection strings; the same for as long as it is registered
   * @param heardNanos when it told last
   */
  public record Registered(TransportStatus status, Transport transport, long heardNanos) {}

  /** As they told last, in the order in which they were first heard of; those that are gone are not healthy, whatever they told. */
  List<TransportStatus> statuses() {
    List<TransportStatus> statuses = new ArrayList<>(transports.size());
    for (Registered each : transports.values()) {
      statuses.add(each.transport().isGone() ? each.status().gone() : each.status());
    }
    return statuses;
  }

  /** @param silenceNanos after which one that told nothing is gone */
  public TransportRegistry(long silenceNanos, TransportFactory factory) {
    this.silenceNanos = silenceNanos;
    this.factory = factory;
  }

  /**
   * A transport told of itself. One that comes back under its id with another kind or URL is another one.
   *
   * @return false, and nothing happens, when this node cannot use it or knows {@value #MOST} others
   */
  public boolean heard(TransportStatus status, long nanos) {
    Registered before = transports.get(status.id());
    if (before != null && isSame(before.status(), status)) {
      transports.put(status.id(), new Registered(status, before.transport(), nanos));
      return true;
    }
    if (before == null && transports.size() >= MOST) {
      expire(nanos); // nobody else does where another node leads
    }
    Optional<Transport> made =
        before == null && transports.size() >= MOST ? Optional.empty() : factory.transport(status);
    made.ifPresent(transport -> {
      transports.put(status.id(), new Registered(status, transport, nanos));
      if (before != null) {
        before.transport().forgotten();
      }
    });
    return made.isPresent();
  }

  private static boolean isSame(TransportStatus before, TransportStatus now) {
    return before.kind() == now.kind() && before.url().equals(now.url());
  }

  /**
   * Forgets those that have been silent for too long.
   *
   * @return their ids
   */
  public List<String> expire(long nanos) {
    List<String> silent = new ArrayList<>();
    transports.forEach((id, each) -> {
      if (nanos - each.heardNanos() > silenceNanos) {
        silent.add(id);
      }
    });
    silent.forEach(this::remove);
    return silent;
  }

  /** A transport is gone, as somebody knows who knows it well; nothing happens when it is not known. */
  void remove(String id) {
    Registered removed = transports.remove(id);
    if (removed != null) {
      removed.transport().forgotten();
    }
  }

  /** Those there are. */
  public List<Registered> all() {
    return new ArrayList<>(transports.values());
  }

  /** The one of that id. */
  public Optional<Registered> find(String id) {
    return Optional.ofNullable(transports.get(id));
  }
}
