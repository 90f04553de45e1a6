package dev.atoll.client.crowd;

/**
 * How much a peer has said so far of each kind, wherever: its messages are counted through from room to room, since what it said in
 * one may be heard in another, while its island moves.
 */
final class Spoken {
  private int positions;
  private int chats;

  int nextPosition() {
    return ++positions;
  }

  int nextChat() {
    return ++chats;
  }

  int positions() {
    return positions;
  }

  int chats() {
    return chats;
  }
}
