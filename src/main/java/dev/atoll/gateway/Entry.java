package dev.atoll.gateway;

import dev.atoll.auth.AuthRefusedException;
import dev.atoll.session.ClientFault;
import java.util.Optional;

/** Lets servers in, by whatever connection. Used on one event loop only. */
record Entry(GatewayTokens tokens, GatewayParts parts) {

  /**
   * The session of a new connection: the one that the server wants to go on with, else a new one.
   *
   * @param subscriptions that a new one will have at once
   * @throws AuthRefusedException when the token is refused
   * @throws Refused when it comes too often
   * @throws ClientFault when there are too many servers
   */
  ServerSession enter(Credentials credentials, Form form, Outlet outlet, int subscriptions) {
    Grant grant = tokens.verify(credentials.token());
    Optional<ServerSession> before =
        credentials.resume().flatMap(wish -> parts.servers().find(wish.session(), grant, form));
    if (before.isPresent()) {
      long last = credentials.resume().orElseThrow().last();
      parts.servers().ask(grant, 1 + before.get().snapshots(last));
      before.get().renew(grant.expires());
      before.get().resume(outlet, last);
      return before.get();
    }
    parts.servers().admit(grant, 1 + subscriptions);
    ServerSession session = new ServerSession(parts, grant, form);
    parts.servers().add(session);
    session.begin(outlet);
    return session;
  }
}
