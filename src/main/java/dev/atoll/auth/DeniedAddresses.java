package dev.atoll.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A deny list as it is written: JSON {@code {"users":[{"wallet":"0x…"}]}}, or one address a line with {@code #} before remarks.
 *
 * @param addresses lower-case
 * @param skipped entries that are no addresses
 */
record DeniedAddresses(Set<String> addresses, int skipped) {
  DeniedAddresses {
    addresses = Set.copyOf(addresses);
  }

  /**
   * Takes what is an address and counts what is not, so that one slip of the pen lets nobody else in. An empty document is an
   * empty list.
   *
   * @throws IllegalArgumentException if this is no deny list: JSON without users, or many words and not one address
   */
  static DeniedAddresses parse(Buffer document) {
    String text = document.toString().strip();
    return text.startsWith("{") || text.startsWith("[") ? json(text) : lines(text);
  }

  private static DeniedAddresses json(String text) {
    try {
      if (!(new JsonObject(text).getValue("users") instanceof JsonArray users)) {
        throw new IllegalArgumentException("no deny list: no users");
      }
      return of(users.stream().map(DeniedAddresses::wallet));
    } catch (DecodeException e) {
      // the decoder's message quotes the document
      throw new IllegalArgumentException("no deny list: broken JSON");
    }
  }

  private static String wallet(Object user) {
    return user instanceof JsonObject entry && entry.getValue("wallet") instanceof String wallet
        ? wallet
        : "";
  }

  private static DeniedAddresses lines(String text) {
    return of(
        text.lines().map(line -> line.replaceFirst("#.*", "")).filter(line -> !line.isBlank()));
  }

  private static DeniedAddresses of(Stream<String> entries) {
    Set<String> addresses = new HashSet<>();
    int[] skipped = {0};
    entries.map(String::strip).forEach(entry -> {
      if (EthereumAddress.isAddress(entry)) {
        addresses.add(EthereumAddress.normalised(entry));
      } else {
        skipped[0]++;
      }
    });
    if (addresses.isEmpty() && skipped[0] > 0) {
      throw new IllegalArgumentException("no deny list: not one address");
    }
    return new DeniedAddresses(addresses, skipped[0]);
  }
}
