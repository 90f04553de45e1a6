package dev.atoll.transport;

/**
 * Names of the rooms that are given out for signed requests: scenes, worlds, and those of signed logins. No island's id has a colon,
 * so none is ever one of these; they open by token only.
 */
public final class SignedRooms {
  private static final String PREFIX = "signed:";

  private SignedRooms() {}

  /** Whether a room is one of them. */
  public static boolean contains(String room) {
    return room.startsWith(PREFIX);
  }

  /** Whether a room is that of a scene, in whichever realm. */
  public static boolean isOfScene(String room, String scene) {
    return room.startsWith(PREFIX + "scene:") && room.endsWith(":" + inOneWord(scene));
  }

  /** That of {@code /signed-login/<name>}. */
  public static String login(String name) {
    return PREFIX + "login:" + name;
  }

  /** That of a scene in a realm or world. */
  public static String scene(String realm, String scene) {
    return PREFIX + "scene:" + realm + ":" + inOneWord(scene);
  }

  /** Or the scene {@code X} would be taken for that of {@code Y:X}. */
  private static String inOneWord(String scene) {
    return scene.replace("%", "%25").replace(":", "%3A");
  }
}
