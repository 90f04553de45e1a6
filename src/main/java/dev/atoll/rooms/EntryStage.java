package dev.atoll.rooms;

/** Where a socket of the rooms' door stands. */
sealed interface EntryStage {
  /** The client has to say who it is. */
  record AwaitIdentification() implements EntryStage {}

  /**
   * The client has to sign.
   *
   * @param challenge made for this socket, good for one answer
   */
  record AwaitSignature(String challenge) implements EntryStage {}

  /** Somebody else is asked about the client; what it says meanwhile is not heard. */
  record Verifying() implements EntryStage {}

  /** The client is inside. */
  record Inside(Member member) implements EntryStage {}
}
