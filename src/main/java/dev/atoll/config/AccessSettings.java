package dev.atoll.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Who may not enter.
 *
 * @param denyList URL or file of denied addresses: JSON {@code {users:[{wallet}]}} or one address a line
 * @param bansUrl URL with {@code {address}} that answers {@code {data:{isBanned}}}
 * @param bansInterval between two sweeps of the live sessions
 * @param whenUnreachable what counts while a source has never answered
 */
public record AccessSettings(
    Optional<String> denyList,
    Optional<String> bansUrl,
    Duration bansInterval,
    WhenUnreachable whenUnreachable) {

  /** What stands for the address in {@code bansUrl}. */
  public static final String ADDRESS = "{address}";

  /** What counts while a source of denied or banned addresses has never answered. */
  public enum WhenUnreachable {
    /** Everybody may enter. */
    OPEN,
    /** Nobody may enter. */
    CLOSED
  }

  public AccessSettings {
    Check.between("bans-interval", bansInterval, Duration.ofSeconds(1), Duration.ofHours(1));
    denyList.ifPresent(place -> Check.require(
        "deny-list",
        !place.contains("://") || Check.isWebUrl(place),
        place,
        "an http or https URL, or a file"));
    bansUrl.ifPresent(url -> Check.require(
        "bans-url",
        url.contains(ADDRESS) && Check.isWebUrl(url.replace(ADDRESS, "0x0")),
        url,
        "an http or https URL that contains " + ADDRESS));
  }
}
