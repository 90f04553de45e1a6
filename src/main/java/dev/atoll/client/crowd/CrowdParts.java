package dev.atoll.client.crowd;

import dev.atoll.client.Dialer;
import io.vertx.core.Vertx;
import java.net.URI;

/** What the peers of a crowd share; all on one event loop. */
record CrowdParts(
    CrowdPlan.Pace pace,
    Vertx vertx,
    Dialer dialer,
    URI archipelago,
    Ledger ledger,
    Findings findings,
    Measures measures) {

  /** After how many movements a peer says something. */
  int movementsAChat() {
    return pace.chats() > 0 ? (int) (pace.movements() / pace.chats()) : Integer.MAX_VALUE;
  }
}
