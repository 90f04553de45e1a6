package dev.atoll.rooms;

/** What the rooms of one event loop count; plain fields, so that a scrape costs the hot path nothing. */
final class Tally {
  private long joins;
  private long kicks;
  private long unknownMessages;
  private long inMessages;
  private long inBytes;
  private long outMessages;
  private long outBytes;
  private long superseded;

  void joined() {
    joins++;
  }

  void kicked() {
    kicks++;
  }

  void unknown() {
    unknownMessages++;
  }

  void received(int bytes) {
    inMessages++;
    inBytes += bytes;
  }

  void sent(int messages, int bytes) {
    outMessages += messages;
    outBytes += bytes;
  }

  void superseded() {
    superseded++;
  }

  RoomCounters counters(int rooms, int members) {
    return new RoomCounters(
        rooms,
        members,
        joins,
        kicks,
        unknownMessages,
        inMessages,
        inBytes,
        outMessages,
        outBytes,
        superseded);
  }
}
