package dev.atoll.rooms;

/** Those who listen to a room without being in it. Used on the room's event loop only. */
interface Outsiders {
  /** A room that nobody outside can listen to. */
  Outsiders NONE = new Outsiders() {
    @Override
    public boolean listen() {
      return false;
    }

    @Override
    public void hear(Speaker who, Said said) {}
  };

  /** Whether there may be any; costs next to nothing, since it is asked for each message. */
  boolean listen();

  /** A member says something. */
  void hear(Speaker who, Said said);

  /** That scene is spoken in it, by members at another node. */
  default void spokenElsewhere(String scene) {}

  /** The room is no more. */
  default void end() {}
}
