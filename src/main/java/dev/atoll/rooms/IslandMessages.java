package dev.atoll.rooms;

import dev.atoll.bus.Bus;
import dev.atoll.bus.Message;
import dev.atoll.bus.Payload;
import dev.atoll.bus.Subjects;
import dev.atoll.protocol.Rfc4Kind;

/**
 * Tells the bus what crosses one island's room, as {@code messageBus.island.<id>.peer.<peer>.<kind>}, while somebody there asks for
 * it: bodies are copied for that kind only which somebody asks for.
 */
final class IslandMessages implements Outsiders {
  private final Bus bus;
  private final String island;
  private final Bus.Audience audience;

  /** By the number of a kind, made when the first message of it comes while somebody listens. */
  private final Bus.Audience[] audiences = new Bus.Audience[Rfc4Kind.COUNT];

  IslandMessages(Bus bus, String island) {
    this.bus = bus;
    this.island = island;
    this.audience = bus.audience(Subjects.everyMessageOf(island));
  }

  @Override
  public boolean listen() {
    return audience.isThere();
  }

  @Override
  public void hear(Speaker who, Said said) {
    int kind = said.kind();
    if (audience(kind).isThere()) {
      bus.publish(new Message(
          Subjects.islandMessage(island, who.address(), Rfc4Kind.name(kind)),
          Payload.of(said.body())));
    }
  }

  private Bus.Audience audience(int kind) {
    if (audiences[kind] == null) {
      audiences[kind] = bus.audience(Subjects.everyMessageOf(island, Rfc4Kind.name(kind)));
    }
    return audiences[kind];
  }
}
