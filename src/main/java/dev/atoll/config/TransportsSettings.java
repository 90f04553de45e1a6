package dev.atoll.config;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * What islands can ride on.
 *
 * @param registrationSecret with which transports of 2022 register; they cannot when it and its file are unset
 * @param registrationSecretFile holds that secret instead
 * @param registerWith a foreign archipelago that this node's rooms offer themselves to, with the same secret
 * @param movesPerSecond peers that are told another transport of their island, all islands together
 * @param minimumStay that an island keeps its transport for the sake of another rule
 * @param silence after which a transport that told nothing is gone
 */
public record TransportsSettings(
    Optional<Secret> registrationSecret,
    Optional<String> registrationSecretFile,
    Optional<URI> registerWith,
    int movesPerSecond,
    Duration minimumStay,
    Duration silence) {
  public TransportsSettings {
    Check.require(
        "registration-secret-file",
        registrationSecret.isEmpty() || registrationSecretFile.isEmpty(),
        registrationSecretFile.orElse(""),
        "either this or registration-secret");
    registrationSecret.ifPresent(secret -> Check.secret("registration-secret", secret));
    registerWith.ifPresent(url -> Check.require(
        "register-with",
        url.getScheme() != null && url.getScheme().matches("wss?") && url.getHost() != null,
        url,
        "a URL such as wss://archipelago.example.org/transport-registration"));
    Check.require(
        "register-with",
        registerWith.isEmpty()
            || registrationSecret.isPresent()
            || registrationSecretFile.isPresent(),
        registerWith.map(Object::toString).orElse(""),
        "set together with registration-secret or registration-secret-file");
    Check.between("moves-per-second", movesPerSecond, 1, 100_000);
    Check.between("minimum-stay", minimumStay, Duration.ZERO, Duration.ofHours(1));
    Check.between("silence", silence, Duration.ofSeconds(1), Duration.ofMinutes(5));
  }

  /**
   * The secret of registrations, read from its file where it is in one.
   *
   * @throws SettingException when the file cannot be read or is empty
   */
  public Optional<Secret> registration() {
    return registrationSecret.or(() -> registrationSecretFile.map(
        file -> SecretFile.read("transports.registration-secret-file", file)));
  }
}
