package dev.atoll.gateway;

import java.util.Optional;

/**
 * Who holds one token, by however many connections: one server to the rest of the realm. It is there while it has a session, and for a
 * while after what it said without one. Used on one event loop only.
 */
final class Holder {
  private final String name;

  private final Area writes;

  /** Islands that it may speak into. */
  private final Coverage writable;

  /** Who reads what it says in scenes; from the first time on that it says something there. */
  private Optional<Readers> readers = Optional.empty();

  private int sessions;
  private boolean lingers;
  private boolean spoke;

  /**
   * @param name by which the realm knows it
   * @param writes what it may speak into
   * @param writable which islands that covers now
   */
  Holder(String name, Area writes, Coverage writable) {
    this.name = name;
    this.writes = writes;
    this.writable = writable;
  }

  String name() {
    return name;
  }

  Area writes() {
    return writes;
  }

  Coverage writable() {
    return writable;
  }

  /** Who reads what it says in scenes, who are followed from the first call on. */
  Readers readers(Realm realm) {
    Readers following = readers.orElseGet(() -> realm.readers(name, writes));
    readers = Optional.of(following);
    return following;
  }

  /** Nothing of the realm is followed for it any more. */
  void end(Realm realm) {
    realm.forget(writable);
    readers.ifPresent(realm::forget);
  }

  int sessions() {
    return sessions;
  }

  void sessions(int by) {
    sessions += by;
  }

  void lingers(boolean is) {
    lingers = is;
  }

  boolean isThere() {
    return sessions > 0 || lingers;
  }

  void spoke() {
    spoke = true;
  }

  boolean hasSpoken() {
    return spoke;
  }
}
