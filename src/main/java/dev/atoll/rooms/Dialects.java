package dev.atoll.rooms;

import java.util.List;

/**
 * The dialects that the rooms of one event loop understand, and what is being said in one of them.
 *
 * @param today of current clients
 * @param july of clients of July 2022
 * @param said taken for one message after the other
 */
record Dialects(Dialect today, Dialect july, Said said) {
  Dialects() {
    this(new Rfc5(), new July2022(), new Said());
  }

  List<Dialect> all() {
    return List.of(today, july);
  }
}
