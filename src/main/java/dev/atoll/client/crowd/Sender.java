package dev.atoll.client.crowd;

import java.util.Optional;

/**
 * One alias in one room as its hearers know it: what it sent there, if it is one of this crowd. Lives as long as the member or
 * anybody who knows of it.
 */
final class Sender {
  /** More than two minutes of chat. */
  private static final int CHATS = 16;

  private final String address;
  private final Optional<Spoken> spoken;
  private final SentRing positions;
  private final SentRing chats = new SentRing(CHATS);
  private int hearers;
  private boolean entered;
  private boolean member;
  private boolean cut;

  /**
   * @param spoken what it says, if it is one of this crowd, so that all it sends is known
   * @param positionsHeld how many positions' times are held, a power of two
   */
  Sender(String address, Optional<Spoken> spoken, int positionsHeld) {
    this.address = address;
    this.spoken = spoken;
    this.positions = new SentRing(spoken.isPresent() ? positionsHeld : 1);
  }

  /** What it has said, here and elsewhere; empty if it is none of this crowd. */
  Optional<Spoken> spoken() {
    return spoken;
  }

  String address() {
    return address;
  }

  /**
   * Whether all it sends is known. Not of an alias that none of the crowd was welcomed as: another crowd's, or one of ours that
   * had left when somebody was still told of it.
   */
  boolean ours() {
    return spoken.isPresent() && entered;
  }

  SentRing positions() {
    return positions;
  }

  SentRing chats() {
    return chats;
  }

  /** It was welcomed, and sends. */
  void enters() {
    entered = true;
    member = true;
  }

  /** It does not send any more. */
  void leaves() {
    member = false;
  }

  /** Its socket was ended by the server, or broke: what it sent last may never have arrived. */
  void isCut() {
    cut = true;
    member = false;
  }

  boolean cut() {
    return cut;
  }

  void hearerComes() {
    hearers++;
  }

  void hearerGoes() {
    hearers--;
  }

  /** Whether nobody needs it any more. */
  boolean forgotten() {
    return !member && hearers == 0;
  }
}
