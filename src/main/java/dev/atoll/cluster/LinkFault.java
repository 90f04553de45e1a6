package dev.atoll.cluster;

/** Why a link cannot go on; its message is a word for logs and pages. */
final class LinkFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  LinkFault(String word) {
    super(word, null, false, false);
  }
}
