package dev.atoll.client.crowd;

/** What can be wrong with a realm, as a crowd meets it. */
public enum Fault {
  LOGIN_FAILED("logins failed"),
  NO_ISLAND("peers told no island"),
  ROOM_REFUSED("rooms not entered"),
  KICKED("kicks"),
  SESSION_CLOSED("sessions closed by the server"),
  ROOM_CLOSED("rooms closed by the server"),
  LOST("messages lost"),
  OUT_OF_ORDER("positions out of order or twice"),
  CHAT_OUT_OF_ORDER("chats out of order or twice"),
  STRANGER("messages of strangers"),
  OWN_MESSAGE("own messages heard"),
  ALTERED("messages altered"),
  MEMBERSHIP("members that cannot be");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  /** For people. */
  public String words() {
    return words;
  }
}
