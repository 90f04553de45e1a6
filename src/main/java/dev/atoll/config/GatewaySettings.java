package dev.atoll.config;

import java.util.List;
import java.util.Optional;

/**
 * The door of third-party servers; shut when there is no secret, which in a cluster is made from its own where none is set.
 *
 * @param secret signs and verifies their tokens (HS256)
 * @param secretFile holds that secret instead
 * @param previousSecret verifies tokens made before the secret was changed
 * @param previousSecretFile holds that one instead
 * @param revoked ids ({@code jti}) of tokens that count no more
 * @param maxServers most sessions at once, those that may still be resumed among them
 * @param publishRate messages a second that the holder of one token may publish, after twice as many at once
 * @param resumeBytes of what a session was or is to be told, kept for who reads slowly or comes back
 */
public record GatewaySettings(
    Optional<Secret> secret,
    Optional<String> secretFile,
    Optional<Secret> previousSecret,
    Optional<String> previousSecretFile,
    List<String> revoked,
    int maxServers,
    int publishRate,
    ByteSize resumeBytes) {
  public GatewaySettings {
    revoked = List.copyOf(revoked);
    secret.ifPresent(each -> Check.secret("secret", each));
    previousSecret.ifPresent(each -> Check.secret("previous-secret", each));
    Check.require(
        "secret-file",
        secret.isEmpty() || secretFile.isEmpty(),
        secretFile.orElse(""),
        "unset, or gateway.secret is");
    Check.require(
        "previous-secret-file",
        previousSecret.isEmpty() || previousSecretFile.isEmpty(),
        previousSecretFile.orElse(""),
        "unset, or gateway.previous-secret is");
    boolean none = secret.isEmpty() && secretFile.isEmpty();
    previousSecret.ifPresent(each -> Check.require(
        "previous-secret",
        !none,
        each,
        "set together with gateway.secret or gateway.secret-file, without which there is no door"));
    Check.require(
        "previous-secret-file",
        previousSecretFile.isEmpty() || !none,
        previousSecretFile.orElse(""),
        "set together with gateway.secret or gateway.secret-file, without which there is no door");
    Check.between("max-servers", maxServers, 1, 10_000);
    Check.between("publish-rate", publishRate, 1, 100_000);
    Check.between("resume-bytes", resumeBytes.bytes(), 64 << 10, 256 << 20);
  }

  /** The same with that secret. */
  public GatewaySettings with(Secret made) {
    return new GatewaySettings(
        Optional.of(made),
        Optional.empty(),
        previousSecret,
        previousSecretFile,
        revoked,
        maxServers,
        publishRate,
        resumeBytes);
  }

  /**
   * The secret, read from its file where it is in one.
   *
   * @throws SettingException when the file cannot be read or is empty
   */
  public Optional<Secret> known() {
    return secret.or(() -> secretFile.map(file -> SecretFile.read("gateway.secret-file", file)));
  }

  /** Whether there is a door at all. */
  public boolean isOn() {
    return secret.isPresent() || secretFile.isPresent();
  }
}
