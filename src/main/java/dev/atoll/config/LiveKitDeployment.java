package dev.atoll.config;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

/**
 * A LiveKit deployment whose rooms islands may be.
 *
 * @param id its name in this realm
 * @param url where clients and this node reach it: {@code wss://…}
 * @param apiKey of its settings
 * @param apiSecret of its settings
 * @param apiSecretFile holds the secret instead
 * @param islandSize most peers of an island there; {@code islands.size} when unset
 */
public record LiveKitDeployment(
    String id,
    URI url,
    String apiKey,
    Optional<Secret> apiSecret,
    Optional<String> apiSecretFile,
    Optional<Integer> islandSize) {
  private static final Set<String> SCHEMES = Set.of("ws", "wss", "http", "https");

  public LiveKitDeployment {
    Check.matches("id", id, "[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "up to 64 letters, digits, _ or -");
    Check.require(
        "url",
        url.getScheme() != null
            && SCHEMES.contains(url.getScheme())
            && url.getHost() != null
            && url.getPort() <= 65535
            && url.getUserInfo() == null
            && url.getQuery() == null
            && url.getFragment() == null,
        SettingTexts.withoutPassword(url.toString()),
        "a URL such as wss://sfu.example.org");
    Check.text("api-key", apiKey, 1, 256);
    Check.require(
        "api-secret-file",
        apiSecret.isPresent() != apiSecretFile.isPresent(),
        apiSecretFile.orElse(""),
        "either this or api-secret");
    apiSecret.ifPresent(secret -> Check.require(
        "api-secret", !secret.value().isEmpty(), secret, "the secret of the api-key"));
    islandSize.ifPresent(size -> Check.between("island-size", size, 1, 10_000));
  }

  /**
   * The secret, read from its file where it is in one.
   *
   * @throws SettingException when the file cannot be read or is empty
   */
  public Secret secret() {
    return apiSecret.orElseGet(
        () -> SecretFile.read("livekit." + id + ".api-secret-file", apiSecretFile.orElse("")));
  }
}
