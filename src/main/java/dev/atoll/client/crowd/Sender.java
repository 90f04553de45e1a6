package dev.atoll.client.crowd;

/**
 * One alias in one room as its hearers know it: what it sent there, if it is one of this crowd. Lives as long as the member or
 * anybody who knows of it.
 */
final class Sender {
  /** More than two minutes of chat. */
  private static final int CHATS = 16;

  private final String address;
  private final boolean ours;
  private final SentRing positions;
  private final SentRing chats = new SentRing(CHATS);
  private int hearers;
  private boolean entered;
  private boolean member;
  private boolean cut;

  /**
   * @param ours whether it is one of this crowd, so that all it sends is known
   * @param positionsHeld how many positions' times are held, a power of two
   */
  Sender(String address, boolean ours, int positionsHeld) {
    this.address = address;
    this.ours = ours;
    this.positions = new SentRing(ours ? positionsHeld : 1);
  }

  String address() {
    return address;
  }

  /**
   * Whether all it sends is known. Not of an alias that none of the crowd was welcomed as: another crowd's, or one of ours that
   * had left when somebody was still told of it.
   */
  boolean ours() {
    return ours && entered;
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
