package dev.atoll.cli;

import dev.atoll.config.AtollSettings;
import dev.atoll.config.ClusterSettings;
import dev.atoll.config.GatewaySettings;
import dev.atoll.config.NatsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that settings name and that a node reads at its start. */
final class NamedFiles {
  /** Where containers get theirs; nobody else is there. */
  private static final Path OF_CONTAINERS = Path.of("/run/secrets");

  private final List<Named> files = new ArrayList<>();

  private record Named(String key, String file, boolean isSecret) {}

  private NamedFiles(AtollSettings settings) {
    nats(settings.nats());
    cluster(settings.cluster());
    GatewaySettings gateway = settings.gateway();
    secret("gateway.secret-file", gateway.secretFile());
    secret("gateway.previous-secret-file", gateway.previousSecretFile());
    secret("transports.registration-secret-file", settings.transports().registrationSecretFile());
    settings
        .livekit()
        .forEach(each -> secret("livekit." + each.id() + ".api-secret-file", each.apiSecretFile()));
  }

  private void nats(NatsSettings nats) {
    if (!nats.url().isEmpty()) {
      secret("nats.password-file", nats.passwordFile());
      secret("nats.token-file", nats.tokenFile());
      secret("nats.nkey-file", nats.nkeyFile());
      secret("nats.credentials-file", nats.credentialsFile());
      add("nats.tls-ca-file", nats.tlsCaFile(), false);
    }
  }

  private void cluster(ClusterSettings cluster) {
    if (cluster.enabled()) {
      secret("cluster.secret-file", cluster.secretFile());
      add("cluster.tls.cert-file", cluster.tls().certFile(), false);
      secret("cluster.tls.key-file", cluster.tls().keyFile());
      add("cluster.tls.ca-file", cluster.tls().caFile(), false);
    }
  }

  private void secret(String key, Optional<String> file) {
    add(key, file, true);
  }

  private void add(String key, Optional<String> file, boolean isSecret) {
    file.ifPresent(named -> files.add(new Named(key, named, isSecret)));
  }

  /** Those that cannot be read here, with their keys, a line each. */
  static List<String> unreadable(AtollSettings settings) {
    return new NamedFiles(settings)
        .files.stream()
            .filter(each -> !isReadable(each.file()))
            .map(each -> each.key() + ": " + each.file()
                + " cannot be read here, and a node needs it to start")
            .toList();
  }

  private static boolean isReadable(String named) {
    try {
      Path path = Path.of(named);
      return Files.isReadable(path) && !Files.isDirectory(path);
    } catch (InvalidPathException nonsense) {
      return false;
    }
  }

  /** Those with a secret that every user of this machine may read, with their keys, a line each. */
  static List<String> open(AtollSettings settings) {
    return new NamedFiles(settings)
        .files.stream()
            .filter(each -> each.isSecret() && isOpen(each.file()))
            .map(each -> each.key() + ": every user of this machine may read " + each.file()
                + ", chmod 600 takes that away")
            .toList();
  }

  private static boolean isOpen(String named) {
    try {
      Path path = Path.of(named).toAbsolutePath();
      return !path.startsWith(OF_CONTAINERS)
          && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    } catch (IOException | UnsupportedOperationException | InvalidPathException unknown) {
      return false;
    }
  }
}
