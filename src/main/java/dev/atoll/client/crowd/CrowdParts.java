package dev.atoll.client.crowd;

import dev.atoll.client.Dialer;
import dev.atoll.client.crowd.Event.Kind;
import io.vertx.core.Vertx;

/** What the peers of a crowd share; all on one event loop. */
record CrowdParts(
    CrowdPlan plan,
    Vertx vertx,
    Dialer dialer,
    Doors doors,
    Ledger ledger,
    Findings findings,
    Measures measures,
    Journal journal) {

  CrowdPlan.Pace pace() {
    return plan.pace();
  }

  /** Whether a peer whose sockets end comes back. */
  boolean comeBack() {
    return plan.habits().comesBack();
  }

  /** After how many movements a peer says something. */
  int movementsAChat() {
    return pace().chats() > 0 ? (int) (pace().movements() / pace().chats()) : Integer.MAX_VALUE;
  }

  void note(String peer, Kind kind, String what, String place) {
    journal.add(peer, kind, what, place);
  }
}
