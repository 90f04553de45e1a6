package dev.atoll.gateway;

import dev.atoll.auth.AuthRefusedException;
import dev.atoll.session.ClientFault;
import java.util.Optional;

/** Lets servers in, by whatever connection. Used on one event loop only. */
record Entry(GatewayTokens tokens, GatewayParts parts) {

  /**
   * The session of a new connection: the one that the server wants to go on with, else a new one.
   *
   * @throws AuthRefusedException when the token is refused
   * @throws ClientFault when there are too many servers
   */
  ServerSession enter(Credentials credentials, Form form, Outlet outlet) {
    Grant grant = tokens.verify(credentials.token());
    Optional<ServerSession> before =
        credentials.resume().flatMap(wish -> parts.servers().find(wish.session(), grant, form));
    if (before.isPresent()) {
      before.get().resume(outlet, credentials.resume().orElseThrow().last());
      return before.get();
    }
    ServerSession session = new ServerSession(parts, grant, form);
    try {
      parts.servers().add(session);
    } catch (ClientFault full) {
      session.end();
      throw full;
    }
    session.begin(outlet);
    return session;
  }
}
