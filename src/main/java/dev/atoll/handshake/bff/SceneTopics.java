package dev.atoll.handshake.bff;

import dev.atoll.bus.SceneIds;
import dev.atoll.bus.Subject;
import dev.atoll.bus.Subjects;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which topics are a scene's: {@code messageBus.scene.<id>.<name>}, {@code scene.<id>.<name>}, and what kernels use, the id of
 * the scene's content alone, where {@code <name>} is {@code message}.
 */
final class SceneTopics {
  private static final String ALONE = "message";

  /** CIDs of both versions, and {@code b64-} with which the SDK's preview server begins its ids. */
  private static final Pattern CONTENT_ID =
      Pattern.compile("Qm[1-9A-HJ-NP-Za-km-z]{44}|baf[a-z2-7]{56}|b64-[A-Za-z0-9+/=_-]+");

  private SceneTopics() {}

  /**
   * The one subject of all spellings of a scene's topic; empty for another topic.
   *
   * @throws IllegalArgumentException when that subject would be too long
   */
  static Optional<Subject> subject(Subject topic) {
    if (topic.size() > 3
        && topic.token(0).equals("messageBus")
        && topic.token(1).equals("scene")) {
      return Optional.of(subject(topic, 2));
    }
    if (topic.size() > 2 && topic.token(0).equals("scene")) {
      return Optional.of(subject(topic, 1));
    }
    return topic.size() == 1 && CONTENT_ID.matcher(topic.name()).matches()
        ? Optional.of(Subjects.sceneMessage(topic.name(), ALONE))
        : Optional.empty();
  }

  private static Subject subject(Subject topic, int id) {
    List<String> name = topic.tokens().subList(id + 1, topic.size());
    return Subjects.sceneMessage(SceneIds.decode(topic.token(id)), String.join(".", name));
  }
}
