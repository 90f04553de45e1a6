package dev.atoll.nats;

import dev.atoll.config.NatsSettings;
import dev.atoll.config.SettingException;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What jnats is told for one connection. Files with secrets are read each time, so that one that was replaced counts from the
 * next connection on.
 */
final class ConnectOptions {
  /** To one server; there may be several to try, and everything else goes on meanwhile. */
  private static final Duration CONNECT = Duration.ofSeconds(2);

  /** A server that hangs is taken for lost after three of these. */
  private static final Duration PING = Duration.ofSeconds(2);

  private static final int PINGS_UNANSWERED = 2;

  private final NatsSettings settings;
  private final String name;
  private final Runnable onHeadersRefused;

  /**
   * @param name that the server shows
   * @param onHeadersRefused called on a thread of jnats for each message that is dropped for its headers
   */
  ConnectOptions(NatsSettings settings, String name, Runnable onHeadersRefused) {
    this.settings = settings;
    this.name = name;
    this.onHeadersRefused = onHeadersRefused;
  }

  /**
   * Blocks while it reads files.
   *
   * @param known servers that others told of, to be tried too
   * @throws SettingException when a file cannot be read
   */
  Options read(Collection<String> known, ConnectionListener listener) {
    Options.Builder options = new Options.Builder()
        .servers(servers(known))
        .connectionName(name)
        .connectionTimeout(CONNECT)
        // by the host's name, which a certificate is for, and not by an address that jnats made of
        // it
        .enableFastFallback()
        .pingInterval(PING)
        .maxPingsOut(PINGS_UNANSWERED)
        .noEcho()
        // each connection is made anew by the link, which has to tell state anew then; jnats would
        // send what it still holds, and gives up for good when a password is refused twice
        .maxReconnects(0)
        // an unbounded queue never blocks who publishes; the link bounds what is in it
        .maxMessagesInOutgoingQueue(0)
        .connectionListener(listener)
        .errorListener(new QuietErrors(onHeadersRefused))
        .dataPortType(SoundDataPort.class.getName());
    secure(options);
    authenticate(options);
    return options.build();
  }

  private String[] servers(Collection<String> known) {
    Set<String> servers = new LinkedHashSet<>();
    settings.url().stream().map(URI::toString).forEach(servers::add);
    servers.addAll(known);
    return servers.toArray(String[]::new);
  }

  /** URLs of scheme {@code tls} are encrypted anyway, by what Java trusts when no file says otherwise. */
  private void secure(Options.Builder options) {
    if (settings.tlsCaFile().isEmpty() && !settings.tls()) {
      return;
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      Optional<String> file = settings.tlsCaFile();
      context.init(null, file.isPresent() ? trusting(file.get()) : null, null);
      options.sslContext(context);
    } catch (GeneralSecurityException none) {
      throw new SettingException("nats.tls", true, "possible with this Java");
    }
  }

  private static TrustManager[] trusting(String file) throws GeneralSecurityException {
    try (InputStream certificates = Files.newInputStream(Path.of(file))) {
      KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (Certificate each :
          CertificateFactory.getInstance("X.509").generateCertificates(certificates)) {
        trusted.setCertificateEntry("ca" + trusted.size(), each);
      }
      if (trusted.size() > 0) {
        TrustManagerFactory managers =
            TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        return managers.getTrustManagers();
      }
    } catch (IOException | CertificateException | InvalidPathException unreadable) {
      // told below, with the key
    }
    throw new SettingException(
        "nats.tls-ca-file", file, "a file that can be read and holds certificates in PEM");
  }

  private void authenticate(Options.Builder options) {
    settings
        .passwordFile()
        .ifPresent(file -> options.userInfo(
            settings.user().orElse("").toCharArray(),
            secret("nats.password-file", file).toCharArray()));
    settings
        .tokenFile()
        .ifPresent(file -> options.token(secret("nats.token-file", file).toCharArray()));
    settings
        .nkeyFile()
        .ifPresent(file -> options.authHandler(
            Nats.staticCredentials(null, secret("nats.nkey-file", file).toCharArray())));
    settings
        .credentialsFile()
        .ifPresent(file -> options.authHandler(
            Nats.staticCredentials(secret("nats.credentials-file", file).getBytes())));
  }

  /** The file's text without white space around it, as editors and {@code echo} leave a line's end. */
  private static String secret(String key, String file) {
    try {
      String text = Files.readString(Path.of(file)).strip();
      if (!text.isEmpty()) {
        return text;
      }
    } catch (IOException | InvalidPathException unreadable) {
      // told below, with the key
    }
    throw new SettingException(key, file, "a file that can be read and holds a secret");
  }
}
