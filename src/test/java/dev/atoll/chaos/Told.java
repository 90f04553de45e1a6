package dev.atoll.chaos;

import dev.atoll.client.crowd.Event;
import dev.atoll.client.crowd.Event.Kind;
import dev.atoll.client.crowd.PeerState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What peers were told of their islands since a fault, against what they should have been. */
final class Told {
  private final Trial trial;
  private final Map<String, List<Event>> islands = new HashMap<>();

  Told(Trial trial) {
    this.trial = trial;
    for (PeerState state : trial.before().values()) {
      islands.put(state.peer(), List.of());
    }
    trial.events().stream()
        .filter(event -> event.kind() == Kind.ISLAND)
        .forEach(event -> islands.merge(event.peer(), List.of(event), Told::joined));
  }

  private static List<Event> joined(List<Event> before, List<Event> now) {
    List<Event> all = new java.util.ArrayList<>(before);
    all.addAll(now);
    return all;
  }

  /**
   * Of a node that died: who had its room there is told once, of the same island and another room, and who had nothing there of
   * nothing; who was logged in there finds its island when it is back.
   */
  void onlyOf(NodeProgram dead) {
    int others = 0;
    int rooms = 0;
    int returned = 0;
    for (PeerState state : trial.before().values()) {
      List<Event> told = islands.get(state.peer());
      if (state.door().contains(host(dead))) {
        returned += told.stream().allMatch(event -> isIn(event, state)) ? 0 : 1;
      } else if (state.room().startsWith(host(dead))) {
        rooms += isOtherRoomOnce(told, state) ? 0 : 1;
      } else {
        others += told.isEmpty() ? 0 : 1;
      }
    }
    Figures figures = trial.figures();
    figures.none("living peers with a living room that were told anything", others);
    figures.none("living peers with a lost room not told just that", rooms);
    figures.none("peers that came back to another island", returned);
    if (others + rooms + returned > 0) {
      figures.remark("told: " + examples(dead));
    }
  }

  /** How many peers were told of an island other than the one before. */
  long changed() {
    return trial.before().values().stream()
        .filter(state -> islands.get(state.peer()).stream().anyMatch(event -> !isIn(event, state)))
        .count();
  }

  private String examples(NodeProgram dead) {
    StringBuilder text = new StringBuilder();
    trial.before().values().stream()
        .filter(state -> !islands.get(state.peer()).isEmpty())
        .filter(state -> !isRight(state, dead))
        .limit(3)
        .forEach(state -> text.append(state).append(" -> ").append(words(state)).append("; "));
    return text.toString();
  }

  private boolean isRight(PeerState state, NodeProgram dead) {
    List<Event> told = islands.get(state.peer());
    return state.door().contains(host(dead))
        ? told.stream().allMatch(event -> isIn(event, state))
        : state.room().startsWith(host(dead)) && isOtherRoomOnce(told, state);
  }

  private String words(PeerState state) {
    StringBuilder text = new StringBuilder();
    for (Event event : islands.get(state.peer())) {
      text.append(String.format("%.1f s ", (event.nanos() - trial.faultAt()) / 1e9))
          .append(event.what())
          .append(" at ")
          .append(event.place())
          .append(", ");
    }
    return text.toString();
  }

  private static boolean isOtherRoomOnce(List<Event> told, PeerState state) {
    return told.size() == 1
        && isIn(told.get(0), state)
        && !told.get(0).place().equals(state.room());
  }

  private static boolean isIn(Event event, PeerState state) {
    return event.what().equals(state.island());
  }

  private static String host(NodeProgram node) {
    return node.place().host() + ":" + node.place().ports().http();
  }
}
