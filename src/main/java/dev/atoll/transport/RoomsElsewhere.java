package dev.atoll.transport;

import dev.atoll.auth.RoomTokens;
import dev.atoll.config.TransportKind;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** WebSocket rooms of other nodes of this realm, which take the tokens of this one. */
public final class RoomsElsewhere implements TransportFactory {
  private static final Set<String> SCHEMES = Set.of("ws", "wss");

  private final RoomTokens tokens;
  private final Supplier<String> ownId;
  private final Transport own;
  private final Probes probes;

  /**
   * @param tokens signs who may enter
   * @param ownId under which this node's own rooms tell of themselves
   * @param own gives connection strings of those
   * @param probes ask the others whether they are there
   */
  public RoomsElsewhere(RoomTokens tokens, Supplier<String> ownId, Transport own, Probes probes) {
    this.tokens = tokens;
    this.ownId = ownId;
    this.own = own;
    this.probes = probes;
  }

  @Override
  public Optional<Transport> transport(TransportStatus status) {
    if (status.kind() != TransportKind.WS_ROOM) {
      return Optional.empty();
    }
    if (status.id().equals(ownId.get())) {
      return Optional.of(own);
    }
    return isOrigin(status.url())
        ? Optional.of(at(withoutLastSlash(status.url())))
        : Optional.empty();
  }

  private Transport at(String url) {
    return new ProbedTransport(WsRoomTransport.at(tokens, url), probes, url);
  }

  /** It goes into what every client is told. */
  private static boolean isOrigin(String url) {
    try {
      URI uri = new URI(url);
      return uri.getScheme() != null
          && SCHEMES.contains(uri.getScheme())
          && uri.getHost() != null
          && uri.getUserInfo() == null
          && uri.getQuery() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException malformed) {
      return false;
    }
  }

  private static String withoutLastSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
