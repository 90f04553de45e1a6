package dev.atoll.bus;

/**
 * Every subject of the realm, spelled once. Addresses are lower-case. Source: the NATS table of the comms v3 document;
 * {@code realm.…} is Atoll's own.
 */
public final class Subjects {
  /** {@code Heartbeat} of any peer. */
  public static final Pattern EVERY_HEARTBEAT = Pattern.of("client-proto.peer.*.heartbeat");

  /** No payload: a peer logged in. */
  public static final Pattern EVERY_CONNECT = Pattern.of("peer.*.connect");

  /** No payload: a peer is gone. */
  public static final Pattern EVERY_DISCONNECT = Pattern.of("peer.*.disconnect");

  /** {@code JoinIslandMessage} of any island. */
  public static final Pattern EVERY_PEER_JOIN = Pattern.of("client-proto.island.*.peer_join");

  /** {@code LeftIslandMessage} of any island. */
  public static final Pattern EVERY_PEER_LEFT = Pattern.of("client-proto.island.*.peer_left");

  /** {@code IslandChangedMessage} of any peer. */
  public static final Pattern EVERY_ISLAND_CHANGED =
      Pattern.of("client-proto.peer.*.island_changed");

  /** What any client published under any topic, its heartbeats and island changes among them. */
  public static final Pattern EVERY_TOPIC = Pattern.of("client-proto.peer.*.>");

  /** {@code messageBus.scene.<id>.<name>}: what crosses a scene, for third parties and from them. */
  public static final Pattern EVERY_SCENE_MESSAGE = Pattern.of("messageBus.scene.*.>");

  /** {@code messageBus.scene.<id>.message}: what scenes say by rfc4 packets, and by topics of their id alone. */
  public static final Pattern EVERY_SPOKEN_SCENE = Pattern.of("messageBus.scene.*.message");

  /** {@code messageBus.island.<id>.…}: what crosses an island's room, for third parties and from them. */
  public static final Pattern EVERY_ISLAND_MESSAGE = Pattern.of("messageBus.island.*.>");

  /** {@code messageBus.island.<id>.<name>}: an rfc4 packet that a server says in an island's room; never one of a room's own. */
  public static final Pattern EVERY_SERVER_MESSAGE = Pattern.of("messageBus.island.*.*");

  /** What a server says in a scene at another node, for the rooms of this one: subject of the message there behind {@code realm.words.}. */
  public static final Pattern EVERY_WORD_ELSEWHERE = Pattern.of("realm.words.messageBus.scene.*.>");

  /** {@code IslandStatusMessage}: all islands, after each flush. */
  public static final Subject ISLANDS = Subject.of("realm.islands");

  /** {@code TransportDiscovery}: something that can carry islands is there, each few seconds. */
  public static final Subject TRANSPORT_DISCOVERY = Subject.of("transport.discovery");

  /** {@code BridgeMessage}: what transports are told of islands that move from one to another. */
  public static final Pattern EVERY_BRIDGE = Pattern.of("transport.bridge.*");

  /** {@code ServiceDiscoveryMessage}: the archipelago lives, each 10 s. */
  public static final Subject DISCOVERY = Subject.of("realm.discovery");

  /** {@code ListenedMessage}: what third-party servers of one gateway listen to. */
  public static final Pattern EVERY_LISTENED = Pattern.of("realm.gateway.*.listened");

  /** {@code UnheardMessage}: what one side-car is wanted to hear and does not. */
  public static final Pattern EVERY_UNHEARD = Pattern.of("realm.side-car.*.unheard");

  /** {@code SideCarMessage}: a node may have side-cars in rooms of LiveKit, or says why there are none; each 10 s. */
  public static final Pattern EVERY_SIDE_CAR = Pattern.of("realm.side-car.*.there");

  /** No payload: a third-party server is gone from its gateway. */
  public static final Pattern EVERY_SERVER_LEFT = Pattern.of("realm.server.*.left");

  /** {@code TermMessage}: a node leads the realm, and asks the others for their sessions. */
  public static final Subject TERM = Subject.of("realm.term");

  /** {@code RulesMessage}: the owner's rules as a node has them in force. */
  public static final Subject RULES = Subject.of("realm.rules");

  /** {@code TermMessage}: a higher term than the leader's was heard of, which so is to go on in one above it. */
  public static final Subject TERM_KNOWN = Subject.of("realm.term.known");

  /** {@code StringsQuestion}: a node asks for connection strings of a transport that dialled in at another one. */
  public static final Pattern EVERY_REGISTERED_ASKED = Pattern.of("realm.registration.*.asked");

  /** {@code LoginsMessage}: every login of one node, when it hears another one anew. */
  public static final Subject LOGINS = Subject.of("realm.logins");

  /** {@code ReignMessage}: what the leader goes by beside its islands, for who comes after it. */
  public static final Subject REIGN = Subject.of("realm.reign");

  /** {@code SessionsMessage}: the sessions of one node, for the leader that asked. */
  public static final Subject SESSIONS = Subject.of("realm.sessions");

  /** No payload, never leaves its node: another node of this realm is not heard any more. */
  public static final Pattern EVERY_NODE_LOST = Pattern.of("realm.node.*.lost");

  /** No payload, never leaves its node: a login here has ended, since a later one of its address is at another node. */
  public static final Pattern EVERY_REPLACED = Pattern.of("realm.login.*.replaced.*");

  /** Of {@code realm.node.<id>.lost}, and address of {@code realm.login.<address>.replaced.<node>}. */
  private static final int SECOND = 2;

  /** Of {@code realm.login.<address>.replaced.<node>}. */
  private static final int REPLACING_NODE = 4;

  private Subjects() {}

  /**
   * No payload, never leaves its node: that node of this realm is not heard any more.
   *
   * @param node its id, a token
   */
  public static Subject nodeLost(String node) {
    return Subject.of("realm.node." + node + ".lost");
  }

  /** Id of the node that one of {@link #EVERY_NODE_LOST} is about. */
  public static String lostNode(Subject lost) {
    return lost.token(SECOND);
  }

  /**
   * No payload, never leaves its node: the login of this address here has ended, since a later one is there.
   *
   * @param node id of the other node
   */
  public static Subject replaced(String address, String node) {
    return Subject.of("realm.login." + address + ".replaced." + node);
  }

  /** The address that one of {@link #EVERY_REPLACED} is about. */
  public static String replacedPeer(Subject replaced) {
    return replaced.token(SECOND);
  }

  /** Id of the node where the later login is. */
  public static String replacingNode(Subject replaced) {
    return replaced.token(REPLACING_NODE);
  }

  /**
   * The bytes of a message that a server says in a scene, for the rooms of other nodes.
   *
   * @param scene that of the message
   */
  public static Subject wordElsewhere(Subject scene) {
    return Subject.of("realm.words." + scene.name());
  }

  /**
   * {@code SpanMessage}: what the rooms of that node are told by those of others.
   *
   * @param node its id, a token
   */
  public static Subject rooms(String node) {
    return Subject.of("realm.rooms." + node);
  }

  /** {@code Heartbeat}: where a peer is. */
  public static Subject heartbeat(String address) {
    return Subject.of("client-proto.peer." + address + ".heartbeat");
  }

  /** Whatever bytes: what this client published under a topic that has been checked. */
  public static Subject topic(String address, String topic) {
    return Subject.of("client-proto.peer." + address + "." + topic);
  }

  /** No payload: a peer logged in. */
  public static Subject connect(String address) {
    return Subject.of("peer." + address + ".connect");
  }

  /** No payload: a peer is gone. */
  public static Subject disconnect(String address) {
    return Subject.of("peer." + address + ".disconnect");
  }

  /** {@code IslandChangedMessage}: a peer's new island and how to join it. */
  public static Subject islandChanged(String address) {
    return Subject.of("client-proto.peer." + address + ".island_changed");
  }

  /** {@code JoinIslandMessage}: a peer entered an island. */
  public static Subject peerJoin(String island) {
    return Subject.of("client-proto.island." + island + ".peer_join");
  }

  /** {@code LeftIslandMessage}: a peer left an island. */
  public static Subject peerLeft(String island) {
    return Subject.of("client-proto.island." + island + ".peer_left");
  }

  /**
   * Whatever bytes: what crosses a scene.
   *
   * @param scene its id, as it is
   * @param name one or more tokens
   */
  public static Subject sceneMessage(String scene, String name) {
    return Subject.of("messageBus.scene." + SceneIds.encode(scene) + "." + name);
  }

  /** An rfc4 packet: what a peer said in an island's room, by the kind of packet it is. */
  public static Subject islandMessage(String island, String address, String kind) {
    return Subject.of("messageBus.island." + island + ".peer." + address + "." + kind);
  }

  /**
   * {@code StringsQuestion}: a node asks for connection strings of that transport.
   *
   * @param transport its id, a token
   */
  public static Subject registeredAsked(String transport) {
    return Subject.of("realm.registration." + transport + ".asked");
  }

  /**
   * {@code StringsAnswer}: for the door that asked.
   *
   * @param door its name, a token
   */
  public static Subject registrationAnswered(String door) {
    return Subject.of("realm.registration." + door + ".answered");
  }

  /**
   * {@code LiveKitPolled}: what the leader knows of a LiveKit deployment.
   *
   * @param deployment its id, a token
   */
  public static Subject liveKitPolled(String deployment) {
    return Subject.of("realm.livekit." + deployment + ".polled");
  }

  /**
   * JSON: what a LiveKit deployment told one node of the realm, which has verified it.
   *
   * @param deployment its id, a token
   */
  public static Subject liveKitWebhook(String deployment) {
    return Subject.of("realm.livekit." + deployment + ".webhook");
  }

  /**
   * {@code ListenedMessage}: what servers of that gateway listen to; at each change, and again each 10 s while there is something.
   *
   * @param gateway which one, a token
   */
  public static Subject listened(String gateway) {
    return Subject.of("realm.gateway." + gateway + ".listened");
  }

  /**
   * {@code UnheardMessage}: what that side-car is wanted to hear and does not; at each change, and again each 10 s while there is something.
   *
   * @param sideCar which one, a token
   */
  public static Subject unheard(String sideCar) {
    return Subject.of("realm.side-car." + sideCar + ".unheard");
  }

  /**
   * {@code SideCarMessage}: for the side-cars of other nodes.
   *
   * @param sideCar which one, a token
   */
  public static Subject sideCar(String sideCar) {
    return Subject.of("realm.side-car." + sideCar + ".there");
  }

  /**
   * No payload: a server that spoke with this {@link Headers#SERVER} is gone.
   *
   * @param server a token
   */
  public static Subject serverLeft(String server) {
    return Subject.of("realm.server." + server + ".left");
  }

  /**
   * {@code BridgeMessage}: what one transport is told of islands that move to it or from it.
   *
   * @param transport its id
   */
  public static Subject bridge(String transport) {
    return Subject.of("transport.bridge." + SceneIds.encode(transport));
  }

  /** What peers say in an island's room, of any kind. */
  public static Pattern everyMessageOf(String island) {
    return everyMessageOf(island, Pattern.ANY);
  }

  /** What peers say in an island's room, of that kind. */
  public static Pattern everyMessageOf(String island, String kind) {
    return Pattern.of("messageBus.island." + island + ".peer.*." + kind);
  }

  /** The pattern that matches this subject and nothing else. */
  public static Pattern only(Subject subject) {
    return new Pattern(subject.name(), subject.tokens());
  }
}
