package dev.atoll.rooms;

import dev.atoll.bus.Bus;
import dev.atoll.protocol.Rfc4Kind;

/**
 * All who listen to one room without being in it: to its island, and to the scenes that are spoken there.
 *
 * @param island who listens to the island, if the room is one's
 * @param scenes spoken there
 * @param followed whether scenes are followed though nobody listens, so that servers find the room
 * @param anyScene whether somebody listens to any scene at all
 */
record RoomOutsiders(Outsiders island, SpokenScenes scenes, boolean followed, Bus.Audience anyScene)
    implements Outsiders {
  @Override
  public boolean listen() {
    return followed || island.listen() || anyScene.isThere();
  }

  @Override
  public void hear(Speaker who, Said said) {
    if (island.listen()) {
      island.hear(who, said);
    }
    if (said.kind() == Rfc4Kind.SCENE && (followed || anyScene.isThere())) {
      scenes.hear(who, said);
    }
  }

  @Override
  public void spokenElsewhere(String scene) {
    scenes.spokenElsewhere(scene);
  }

  @Override
  public void end() {
    scenes.end();
  }
}
