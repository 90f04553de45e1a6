package dev.atoll.transport;

import dev.atoll.config.TransportKind;
import dev.atoll.protocol.message.TransportDiscovery;

/**
 * What a transport tells of itself, each few seconds, as {@code transport.discovery}.
 *
 * @param id its name in this realm, unique among all transports
 * @param kind never {@code P2P}, which is nowhere
 * @param url where clients reach it, without a path's end: {@code wss://sfu.example.org}
 * @param seats free ones
 * @param users that it carries now
 * @param islandSize most peers of one island there
 * @param healthy whether it answers
 * @param draining whether it wishes to carry nothing any more
 * @param bridges whether peers of an island that moves from it or to it hear each other meanwhile, where the other one does so too:
 *     it listens to {@link dev.atoll.bus.Subjects#bridge}
 * @param started milliseconds since 1970 when its node started, by its own clock and after the nodes that it found; 0 when not known
 */
public record TransportStatus(
    String id,
    TransportKind kind,
    String url,
    int seats,
    int users,
    int islandSize,
    boolean healthy,
    boolean draining,
    boolean bridges,
    long started) {
  private static final int LONGEST_ID = 64;
  private static final int LONGEST_URL = 1024;

  /**
   * Checks the above.
   *
   * @throws IllegalArgumentException when something cannot be
   */
  public TransportStatus {
    require(!id.isEmpty() && id.length() <= LONGEST_ID, "id");
    require(kind != TransportKind.P2P, "kind");
    require(url.length() <= LONGEST_URL, "url");
    require(seats >= 0 && users >= 0 && islandSize >= 0, "seats");
  }

  /** One that bridges nothing. */
  public TransportStatus(
      String id,
      TransportKind kind,
      String url,
      int seats,
      int users,
      int islandSize,
      boolean healthy,
      boolean draining) {
    this(id, kind, url, seats, users, islandSize, healthy, draining, false);
  }

  /** One of which nobody knows when it started. */
  public TransportStatus(
      String id,
      TransportKind kind,
      String url,
      int seats,
      int users,
      int islandSize,
      boolean healthy,
      boolean draining,
      boolean bridges) {
    this(id, kind, url, seats, users, islandSize, healthy, draining, bridges, 0);
  }

  /** The same of one that started then. */
  public TransportStatus startedAt(long millis) {
    return new TransportStatus(
        id, kind, url, seats, users, islandSize, healthy, draining, bridges, millis);
  }

  /**
   * What a message says.
   *
   * @throws IllegalArgumentException when it says something that cannot be
   */
  public static TransportStatus of(TransportDiscovery message) {
    TransportKind kind = switch (message.getKind()) {
      case WS_ROOM -> TransportKind.WS_ROOM;
      case LIVEKIT -> TransportKind.LIVEKIT;
      case UNRECOGNIZED -> throw new IllegalArgumentException("kind");
    };
    return new TransportStatus(
        message.getId(),
        kind,
        message.getUrl(),
        message.getAvailableSeats(),
        message.getUsersCount(),
        message.getIslandSize(),
        message.getHealthy(),
        message.getDraining(),
        message.getBridges(),
        message.getStarted());
  }

  /** As it is told on the bus. */
  public TransportDiscovery toMessage() {
    return TransportDiscovery.newBuilder()
        .setKind(
            kind == TransportKind.LIVEKIT
                ? TransportDiscovery.Kind.LIVEKIT
                : TransportDiscovery.Kind.WS_ROOM)
        .setId(id)
        .setUrl(url)
        .setAvailableSeats(seats)
        .setUsersCount(users)
        .setIslandSize(islandSize)
        .setHealthy(healthy)
        .setDraining(draining)
        .setBridges(bridges)
        .setStarted(started)
        .build();
  }

  /** The same of one that is gone, which bridges nothing either. */
  TransportStatus gone() {
    return new TransportStatus(
        id, kind, url, seats, users, islandSize, false, draining, false, started);
  }

  /** Whether it can take islands that it has not. */
  public boolean takesIslands() {
    return healthy && !draining && seats > 0;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalArgumentException("a transport's " + what);
    }
  }
}
