package dev.atoll.handshake.bff;

import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import java.util.Optional;
import java.util.Set;

/**
 * A topic as a client names it: one or more tokens of printable ASCII between dots, no wildcards, at most {@value #MAX_LENGTH}
 * characters. What is another peer's is not among what it can stand for. Immutable.
 */
final class Topic {
  /** So that the longest subject made of a topic, {@code client-proto.peer.<address>.<topic>}, fits. */
  static final int MAX_LENGTH = 195;

  private static final String HEARTBEAT = "heartbeat";
  private static final String ISLAND_CHANGED = "island_changed";

  /** A heartbeat as the comms v3 document spells it. */
  private static final String MISSPELT_HEARTBEAT = "hearbeat";

  /** Topics that are the realm's own events; what they carry is for nobody but the peer and the realm. */
  private static final Set<String> RESERVED = Set.of(HEARTBEAT, MISSPELT_HEARTBEAT, ISLAND_CHANGED);

  private final Subject name;
  private final Optional<Subject> scene;

  private Topic(Subject name, Optional<Subject> scene) {
    this.name = name;
    this.scene = scene;
  }

  /** The topic of that name; empty when it breaks a rule above. */
  static Optional<Topic> parse(String name) {
    if (name.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      Subject subject = Subject.of(name);
      return Optional.of(new Topic(subject, SceneTopics.subject(subject)));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  String name() {
    return name.name();
  }

  /** Whether publishing it is a heartbeat of this peer. */
  boolean isHeartbeat() {
    return name().equals(HEARTBEAT) || name().equals(MISSPELT_HEARTBEAT);
  }

  /** Whether it names an event of the realm, and so is no topic of peers. */
  boolean isReserved() {
    return RESERVED.contains(name());
  }

  /** Where on the bus a scene's servers are heard and told, when it is a scene's topic. */
  Optional<Subject> scene() {
    return scene;
  }

  /** What all peers publish under it; empty when it is reserved. */
  Optional<Pattern> ofPeers() {
    return isReserved()
        ? Optional.empty()
        : Optional.of(Pattern.of("client-proto.peer.*." + name()));
  }

  /** Whether it names the island changes of that peer, as 2022 spelled them or as the comms v3 document does. */
  boolean isIslandChangesOf(String address) {
    int last = name.size() - 1;
    boolean spelled = last == 1 || last == 2 && name.token(0).equals("peer");
    return spelled
        && name.token(last).equals(ISLAND_CHANGED)
        && EthereumAddress.normalised(name.token(last - 1)).equals(address);
  }

  /** What the realm says under it to a peer of that address; empty when that is for another peer. */
  Optional<Pattern> ofSystem(String address) {
    if (isIslandChangesOf(address)) {
      return Optional.of(Subjects.only(Subjects.islandChanged(address)));
    }
    String first = EthereumAddress.normalised(name.token(0));
    boolean others = first.equals("peer")
        || EthereumAddress.isAddress(first) && !first.equals(address)
        || name.size() == 2 && RESERVED.contains(name.token(1));
    return others ? Optional.empty() : Optional.of(Pattern.of("client-proto." + name()));
  }
}
