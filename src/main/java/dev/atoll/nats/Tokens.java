package dev.atoll.nats;

import dev.atoll.auth.EthereumAddress;
import dev.atoll.bus.Subject;

/** Checks of what stands in subjects and payloads from NATS for a peer or an island. */
final class Tokens {
  private static final int LONGEST_ISLAND = 64;

  private Tokens() {}

  /** The peer that a subject of this form is about. */
  static String address(Form form, Subject subject) throws Malformed {
    String address = subject.token(form.aboutToken());
    checkAddress(address);
    return address;
  }

  /** The island that a subject of this form is about. */
  static String island(Form form, Subject subject) throws Malformed {
    String island = subject.token(form.aboutToken());
    checkIsland(island);
    return island;
  }

  /** Lower-case, as all services write them: two spellings would be two peers. */
  static void checkAddress(String text) throws Malformed {
    if (!isAddress(text)) {
      throw new Malformed("address");
    }
  }

  static boolean isAddress(String text) {
    return EthereumAddress.isAddress(text) && EthereumAddress.normalised(text).equals(text);
  }

  static void checkIsland(String id) throws Malformed {
    if (!isIsland(id)) {
      throw new Malformed("island");
    }
  }

  /** One token of a subject: an id goes into subjects, rooms' names and URLs. */
  static boolean isIsland(String id) {
    if (id.isEmpty() || id.length() > LONGEST_ISLAND) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c <= ' ' || c > '~' || c == '.' || c == '*' || c == '>') {
        return false;
      }
    }
    return true;
  }
}
