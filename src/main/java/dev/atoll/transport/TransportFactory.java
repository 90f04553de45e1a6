package dev.atoll.transport;

import java.util.List;
import java.util.Optional;

/** Makes what asks a transport for connection strings. */
public interface TransportFactory {
  /** That of a transport that was heard of for the first time; nothing when it is none that this node can use. */
  Optional<Transport> transport(TransportStatus status);

  /** The first of these that can; others may be added to the list later. */
  static TransportFactory firstOf(List<TransportFactory> factories) {
    return status -> factories.stream()
        .flatMap(factory -> factory.transport(status).stream())
        .findFirst();
  }
}
