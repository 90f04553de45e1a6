package dev.atoll.config;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bridge to NATS.
 *
 * @param url servers of one NATS system, tried in any order; no bridge when there is none
 * @param user name to log in with
 * @param passwordFile holds the password of {@code user}
 * @param tokenFile holds a token to log in with
 * @param nkeyFile holds the seed of an NKey to log in with
 * @param credentialsFile holds a user's JWT and NKey seed
 * @param tls whether the connection has to be encrypted whatever the URL says
 * @param tlsCaFile holds the certificates, in PEM, that the servers' are checked against, and then the connection has to be
 *     encrypted; empty: those that Java trusts
 * @param dialects in which the realm is told and heard
 * @param trust what may be done from NATS; by default what {@link AtollSettings#natsTrust} says
 * @param legacyPositions how positions are written where 2022 wrote doubles
 * @param islandMessages kinds of messages of islands' rooms that are told
 */
public record NatsSettings(
    List<URI> url,
    Optional<String> user,
    Optional<String> passwordFile,
    Optional<String> tokenFile,
    Optional<String> nkeyFile,
    Optional<String> credentialsFile,
    boolean tls,
    Optional<String> tlsCaFile,
    List<Dialect> dialects,
    Optional<Trust> trust,
    LegacyPositions legacyPositions,
    List<String> islandMessages) {
  private static final Set<String> SCHEMES = Set.of("nats", "tls", "ws", "wss");

  /** One of the spellings of the realm's events that grew over the years. */
  public enum Dialect implements Worded {
    /** The comms v3 document's own table. */
    SEED("seed"),
    /** What explorer-bff and its archipelago spoke. */
    YEAR_2022("2022"),
    /** What archipelago-workers speak. */
    YEAR_2023("2023");

    private final String word;

    Dialect(String word) {
      this.word = word;
    }

    @Override
    public String word() {
      return word;
    }
  }

  /** What messages from NATS may do; topics and scene messages are taken in any case. */
  public enum Trust {
    /** Peers without a session here come, move and go. */
    NONE,
    /** So do peers with a session here. */
    DOORS,
    /** Peers without a session here come, move and go; all are told islands. */
    CORE,
    /** All of it, and messages into islands' rooms. */
    ALL
  }

  public NatsSettings {
    url = List.copyOf(url);
    url.forEach(NatsSettings::checkServer);
    dialects = List.copyOf(dialects);
    Check.require("dialects", !dialects.isEmpty(), dialects, "at least one dialect");
    islandMessages = List.copyOf(islandMessages);
    islandMessages.forEach(kind -> Check.matches(
        "island-messages", kind, "[a-z][a-z0-9_]{0,39}", "kinds such as position, chat or scene"));
    checkUser(user, passwordFile);
    checkOneWayIn(user, tokenFile, nkeyFile, credentialsFile);
  }

  private static void checkServer(URI server) {
    // wherever it stands: a password may hold a slash, and a scheme may have been forgotten
    Check.require(
        "url",
        server.toString().indexOf('@') < 0,
        new SecretUrl(server),
        "a URL without a name or password, which nats.user and nats.password-file are for");
    boolean holds = server.getScheme() != null
        && SCHEMES.contains(server.getScheme())
        && server.getHost() != null
        && server.getPort() <= 65535;
    Check.require("url", holds, server, "a URL such as nats://127.0.0.1:4222");
  }

  private static void checkUser(Optional<String> user, Optional<String> passwordFile) {
    Check.require(
        "password-file",
        passwordFile.isEmpty() || user.isPresent(),
        passwordFile.orElse(""),
        "set together with nats.user");
    Check.require(
        "user",
        user.isEmpty() || passwordFile.isPresent(),
        user.orElse(""),
        "set together with nats.password-file");
  }

  private static void checkOneWayIn(
      Optional<String> user,
      Optional<String> tokenFile,
      Optional<String> nkeyFile,
      Optional<String> credentialsFile) {
    String expected = "the only one of user, token-file, nkey-file and credentials-file";
    Check.require(
        "token-file", tokenFile.isEmpty() || user.isEmpty(), tokenFile.orElse(""), expected);
    Check.require(
        "nkey-file",
        nkeyFile.isEmpty() || user.isEmpty() && tokenFile.isEmpty(),
        nkeyFile.orElse(""),
        expected);
    Check.require(
        "credentials-file",
        credentialsFile.isEmpty() || user.isEmpty() && tokenFile.isEmpty() && nkeyFile.isEmpty(),
        credentialsFile.orElse(""),
        expected);
  }
}
