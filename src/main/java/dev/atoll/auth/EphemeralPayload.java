package dev.atoll.auth;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;

/**
 * What a wallet signs to lend its authority: a banner of any words, the address of the ephemeral key, and until when.
 *
 * @param message the three lines as they were signed, carriage returns removed
 * @param address of the ephemeral key, in the case it was written
 * @param expiration the authority ends here
 */
record EphemeralPayload(String message, String address, Instant expiration) {
  private static final String ADDRESS = "Ephemeral address: ";
  private static final String EXPIRATION = "Expiration: ";
  private static final int LINES = 3;
  private static final int LONGEST_DATE = 40;
  private static final DateTimeFormatter WRITTEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /**
   * @throws AuthRefusedException {@link AuthRefusal#BAD_EPHEMERAL}
   */
  static EphemeralPayload parse(String payload) {
    String message = payload.replace("\r", "");
    String[] lines = message.split("\n", LINES + 1);
    boolean holds = lines.length == LINES
        && lines[1].startsWith(ADDRESS)
        && lines[2].startsWith(EXPIRATION)
        && EthereumAddress.isAddress(lines[1].substring(ADDRESS.length()));
    if (!holds) {
      throw new AuthRefusedException(AuthRefusal.BAD_EPHEMERAL);
    }
    Instant expiration = date(lines[2].substring(EXPIRATION.length()));
    return new EphemeralPayload(message, lines[1].substring(ADDRESS.length()), expiration);
  }

  /** ISO 8601 with or without zone (Unity writes none: UTC then) and time of day. */
  private static Instant date(String text) {
    if (text.length() > LONGEST_DATE) {
      throw new AuthRefusedException(AuthRefusal.BAD_EPHEMERAL);
    }
    try {
      TemporalAccessor parsed = text.indexOf('T') < 0
          ? LocalDate.parse(text)
          : DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return instant(parsed);
    } catch (DateTimeException e) {
      throw new AuthRefusedException(AuthRefusal.BAD_EPHEMERAL);
    }
  }

  private static Instant instant(TemporalAccessor parsed) {
    if (parsed instanceof OffsetDateTime dateTime) {
      return dateTime.toInstant();
    }
    ZoneId utc = ZoneOffset.UTC;
    return parsed instanceof LocalDateTime dateTime
        ? dateTime.atZone(utc).toInstant()
        : LocalDate.from(parsed).atStartOfDay(utc).toInstant();
  }

  /** Text for a wallet to sign. */
  static String write(String address, Instant expiration) {
    return "Decentraland Login\n" + ADDRESS + address + "\n" + EXPIRATION
        + WRITTEN.format(expiration);
  }
}
