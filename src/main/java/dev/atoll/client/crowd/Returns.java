package dev.atoll.client.crowd;

import dev.atoll.client.crowd.Event.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * How the peers of a crowd came back whose sockets had ended, and what they were told of their islands.
 *
 * @param sessionsEnded how many sessions ended
 * @param roomsEnded how many rooms ended under a peer
 * @param returns how many sessions followed one that had ended
 * @param atFirstTry how many of them at the first try
 * @param mostSessions most sessions that one peer had
 * @param toSession microseconds from a session's end to the next one
 * @param away microseconds from the end of a session or room until the peer had both again
 * @param changes island changes told
 */
public record Returns(
    int sessionsEnded,
    int roomsEnded,
    int returns,
    int atFirstTry,
    int mostSessions,
    Histogram toSession,
    Histogram away,
    Changes changes) {

  /**
   * Island changes by what was new in them; not the first of a peer.
   *
   * @param sameRoom nothing but the token, perhaps
   * @param otherRoom the same island, elsewhere
   * @param otherIsland another island
   */
  public record Changes(int sameRoom, int otherRoom, int otherIsland) {}

  /** Reads them from what happened, in its order. */
  public static Returns of(List<Event> events) {
    Counting counting = new Counting();
    events.forEach(counting::take);
    return counting.end();
  }

  /** What is known of one peer. */
  private static final class Peer {
    private long sessionEnded;
    private long away;
    private boolean loggedIn;
    private boolean inRoom;
    private int tries;
    private int sessions;
    private String island = "";
    private String room = "";
  }

  private static final class Counting {
    private static final long LONGEST = 3_600_000_000L;
    private static final int DIGITS = 3;

    private final Map<String, Peer> peers = new HashMap<>();
    private final Map<Kind, Integer> counts = new HashMap<>();
    private final Histogram toSession = new Histogram(LONGEST, DIGITS);
    private final Histogram away = new Histogram(LONGEST, DIGITS);
    private int atFirstTry;
    private int sameRoom;
    private int otherRoom;
    private int otherIsland;

    void take(Event event) {
      counts.merge(event.kind(), 1, Integer::sum);
      Peer peer = peers.computeIfAbsent(event.peer(), any -> new Peer());
      switch (event.kind()) {
        case LOGIN_TRIED -> peer.tries++;
        case LOGIN_FAILED -> {}
        case LOGGED_IN -> loggedIn(peer, event);
        case SESSION_ENDED -> {
          leaves(peer, event);
          peer.loggedIn = false;
          peer.sessionEnded = event.nanos();
          peer.tries = 0;
        }
        case ISLAND -> told(peer, event);
        case ENTERED -> {
          peer.inRoom = true;
          isBack(peer, event);
        }
        case ROOM_ENDED -> {
          leaves(peer, event);
          peer.inRoom = false;
        }
      }
    }

    private void loggedIn(Peer peer, Event event) {
      peer.loggedIn = true;
      if (peer.sessions++ > 0) {
        record(toSession, event.nanos() - peer.sessionEnded);
        atFirstTry += peer.tries == 1 ? 1 : 0;
      }
      isBack(peer, event);
    }

    private static void leaves(Peer peer, Event event) {
      if (peer.away == 0 && peer.loggedIn && peer.inRoom) {
        peer.away = event.nanos();
      }
    }

    private void isBack(Peer peer, Event event) {
      if (peer.away != 0 && peer.loggedIn && peer.inRoom) {
        record(away, event.nanos() - peer.away);
        peer.away = 0;
      }
    }

    private void told(Peer peer, Event event) {
      if (!peer.island.isEmpty() && !peer.island.equals(event.what())) {
        otherIsland++;
      } else if (!peer.island.isEmpty() && !peer.room.equals(event.place())) {
        otherRoom++;
      } else if (!peer.island.isEmpty()) {
        sameRoom++;
      }
      peer.island = event.what();
      peer.room = event.place();
    }

    private static void record(Histogram histogram, long nanos) {
      histogram.recordValue(Math.min(LONGEST, Math.max(0, nanos / 1000)));
    }

    Returns end() {
      int most = peers.values().stream().mapToInt(peer -> peer.sessions).max().orElse(0);
      return new Returns(
          counts.getOrDefault(Kind.SESSION_ENDED, 0),
          counts.getOrDefault(Kind.ROOM_ENDED, 0),
          (int) toSession.getTotalCount(),
          atFirstTry,
          most,
          toSession,
          away,
          new Changes(sameRoom, otherRoom, otherIsland));
    }
  }
}
