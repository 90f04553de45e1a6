package dev.atoll.gateway;

import dev.atoll.bus.Pattern;
import dev.atoll.bus.SceneIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a server asks to hear: a pattern of {@code messageBus.scene.<id>.…}, {@code messageBus.island.<id>.…}, or both. On the bus it
 * is never asked for as it is, but narrowed to one scene or one island at a time, so that nothing else can match. Immutable.
 */
final class Wanted {
  private static final String ROOT = "messageBus";
  private static final String SCENE = "scene";
  private static final String ISLAND = "island";
  private static final String ANY = "*";
  private static final String REST = ">";

  private static final int KIND = 1;
  private static final int ID = 2;
  private static final int NAME = 3;

  private final List<String> tokens;

  private Wanted(List<String> tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a pattern as a server writes it.
   *
   * @throws Refused as {@link Problem#BAD_SUBJECT} when it is none, or matches nothing that there can be
   */
  static Wanted of(String subject) {
    try {
      Wanted wanted = new Wanted(Pattern.of(subject).tokens());
      if (wanted.isOfScenes() || wanted.isOfIslands()) {
        return wanted;
      }
    } catch (IllegalArgumentException malformed) {
      // told below
    }
    throw new Refused(
        Problem.BAD_SUBJECT,
        "Not a pattern of messageBus.scene.<id>.<name> or messageBus.island.<id>.<name>");
  }

  boolean isOfScenes() {
    return isOf(SCENE);
  }

  boolean isOfIslands() {
    return isOf(ISLAND);
  }

  /** Whether it can match a subject of that kind, which has a name behind the id. */
  private boolean isOf(String kind) {
    return tokens.get(0).equals(ROOT)
        && tokens.size() > KIND
        && (isLast(KIND)
            || tokens.get(KIND).equals(kind)
                && tokens.size() > ID
                && (isLast(ID) || tokens.size() > NAME));
  }

  /** Whether the token is a {@code >}, so that nothing follows it. */
  private boolean isLast(int token) {
    return tokens.get(token).equals(REST);
  }

  /** The one scene it names, as its id is; empty when it leaves that open. */
  Optional<String> scene() {
    return isOfScenes() ? named() : Optional.empty();
  }

  private Optional<String> named() {
    boolean named = tokens.size() > ID && !isLast(ID) && !tokens.get(ID).equals(ANY);
    return named ? Optional.of(SceneIds.decode(tokens.get(ID))) : Optional.empty();
  }

  /** Patterns of the bus for those scenes of an area that it asks for. */
  List<Pattern> ofScenes(Area area) {
    List<Pattern> patterns = new ArrayList<>();
    if (isOfScenes()) {
      for (String scene : area.sortedScenes()) {
        narrowed(SCENE, scene).ifPresent(patterns::add);
      }
    }
    return patterns;
  }

  /** The pattern of the bus for that island; empty when it does not ask for it. */
  Optional<Pattern> ofIsland(String island) {
    return isOfIslands() ? narrowed(ISLAND, island) : Optional.empty();
  }

  private Optional<Pattern> narrowed(String kind, String id) {
    if (!named().orElse(id).equals(id)) {
      return Optional.empty();
    }
    boolean open = isLast(KIND) || isLast(ID);
    String name = open ? REST : String.join(".", tokens.subList(NAME, tokens.size()));
    try {
      return Optional.of(Pattern.of(ROOT + "." + kind + "." + SceneIds.encode(id) + "." + name));
    } catch (IllegalArgumentException tooLong) {
      return Optional.empty();
    }
  }

  /** Whether it says anything of what it asks for beside that it is of scenes or islands: who asks for everything does not. */
  boolean isChoosy() {
    return tokens.stream().skip(ID).anyMatch(token -> !token.equals(ANY) && !token.equals(REST));
  }
}
