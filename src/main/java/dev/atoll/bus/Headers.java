package dev.atoll.bus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a message beside its payload; a few short texts by name. Immutable.
 *
 * @param values by name
 */
public record Headers(Map<String, String> values) {
  /** No headers. */
  public static final Headers NONE = new Headers(Map.of());

  /** Origin, e.g. {@code wss://realm.example}, through which the peer's session reached its node. */
  public static final String ORIGIN = "origin";

  /**
   * Which login of its address a session is, a {@code cluster.LoginStamp}: goes with its heartbeats, its coming and its going, and back
   * to it with what concerns that login only. Equal for the same login and for no other of this realm.
   */
  public static final String LOGIN = "login";

  /**
   * On a heartbeat: the door of that session has topics, so that its peer can set up peer-to-peer links through the node. Any value,
   * {@link #YES} as a rule; absent from a door without topics, as those of 2023 and later are.
   */
  public static final String TOPICS = "topics";

  /** On an island change: the id of the island, where only its transport is another one than the peer was told before. */
  public static final String MOVED = "moved";

  /** On an island change: by what name the realm's nodes know the transport that carries the island. */
  public static final String TRANSPORT = "transport";

  /** The value of a header that says all by being there. */
  public static final String YES = "yes";

  /** Lower-case address of the client that sent a message, where its subject does not say so. */
  public static final String SENDER = "sender";

  /**
   * Which third-party server says it, where it comes through the gateway: equal for the same server as long as it is there. Goes with
   * {@link Subjects#serverLeft}.
   */
  public static final String SERVER = "server";

  /** On what a third-party server says in a scene: ids, by commas, of the islands that are to hear it wherever they are. */
  public static final String ISLANDS = "islands";

  /** Id of the node of this realm that a message came from, as the link knows it that brought it. Absent: born in this node. */
  public static final String NODE = "node";

  /** On what is soon followed by something newer: it is dropped where too much waits for another node. Any value, {@link #YES} as a rule. */
  public static final String MAY_GO = "may-go";

  /** On what the realm's leader alone tells: the term in which it leads, a {@code cluster.Term}. Absent: the node that tells is alone. */
  public static final String TERM = "term";

  /** How a message came into this realm from outside, e.g. {@link #NATS}; it is never sent back there. Absent: born here. */
  public static final String VIA = "via";

  /** A value of {@link #VIA}: the NATS bridge. */
  public static final String NATS = "nats";

  public Headers {
    values = Map.copyOf(values);
  }

  /** These and one more. */
  public Headers with(String name, String value) {
    Map<String, String> more = new HashMap<>(values);
    more.put(name, value);
    return new Headers(more);
  }

  /** The value of that name. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** Whether there is a value of that name. */
  public boolean has(String name) {
    return values.containsKey(name);
  }

  /** Whether what it goes with was born in another node of this realm. */
  public boolean isFromAnotherNode() {
    return has(NODE);
  }

  /** Whether this is for that login: not when it names another; yes when it names none, as what comes from elsewhere. */
  public boolean concerns(String login) {
    return values.getOrDefault(LOGIN, login).equals(login);
  }
}
