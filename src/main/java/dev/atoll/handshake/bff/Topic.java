package dev.atoll.handshake.bff;

import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Pattern;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import dev.atoll.bus.TopicRules;
import java.util.Optional;

/**
 * A topic as a client names it: one or more tokens of printable ASCII between dots, no wildcards, at most
 * {@link TopicRules#MAX_LENGTH} characters. What is another peer's is not among what it can stand for. Immutable.
 */
final class Topic {
  private final Subject name;
  private final Optional<Subject> scene;

  private Topic(Subject name, Optional<Subject> scene) {
    this.name = name;
    this.scene = scene;
  }

  /** The topic of that name; empty when it breaks a rule above. */
  static Optional<Topic> parse(String name) {
    if (name.length() > TopicRules.MAX_LENGTH) {
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

  /** Its first token. */
  String first() {
    return name.token(0);
  }

  /** Whether its second token is this one, and its last. */
  boolean isLast(String token) {
    return name.size() == 2 && name.token(1).equals(token);
  }

  /** Whether publishing it is a heartbeat of this peer. */
  boolean isHeartbeat() {
    return TopicRules.isHeartbeat(name());
  }

  /** Whether it is, or could be taken for, what the realm itself says of a peer, and so is no topic of peers. */
  boolean isReserved() {
    return TopicRules.looksLikeEvent(name());
  }

  /** Where on the bus a scene's servers are heard and told, when it is a scene's topic. */
  Optional<Subject> scene() {
    return scene;
  }

  /**
   * What all peers publish under it, for a peer of that address; empty when it is reserved, or meant for another peer, as what sets
   * up a peer-to-peer link is, network addresses in it.
   */
  Optional<Pattern> ofPeers(String address) {
    return isReserved() || isOfAnother(address)
        ? Optional.empty()
        : Optional.of(Pattern.of("client-proto.peer.*." + name()));
  }

  private boolean isOfAnother(String address) {
    String first = EthereumAddress.normalised(name.token(0));
    return EthereumAddress.isAddress(first) && !first.equals(address);
  }

  /** Whether it names the island changes of that peer, as 2022 spelled them or as the comms v3 document does. */
  boolean isIslandChangesOf(String address) {
    int last = name.size() - 1;
    boolean spelled = last == 1 || last == 2 && name.token(0).equals("peer");
    return spelled
        && name.token(last).equals(TopicRules.ISLAND_CHANGED)
        && EthereumAddress.normalised(name.token(last - 1)).equals(address);
  }

  /** What the realm says under it to a peer of that address; empty when that is for another peer. */
  Optional<Pattern> ofSystem(String address) {
    if (isIslandChangesOf(address)) {
      return Optional.of(Subjects.only(Subjects.islandChanged(address)));
    }
    boolean others = TopicRules.isOfAPeer(name())
        || isOfAnother(address)
        || TopicRules.isEvent(name.token(name.size() - 1));
    return others ? Optional.empty() : Optional.of(Pattern.of("client-proto." + name()));
  }
}
