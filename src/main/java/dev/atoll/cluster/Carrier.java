package dev.atoll.cluster;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/** What carries the frames of one link: a connection, as a rule. Used on the links' context only. */
interface Carrier {
  /** Sends bytes in order; completes when they wait nowhere that a slow way or other side would let them wait. */
  Future<Void> send(Buffer bytes);

  /** Ends it; nothing is heard of it any more. */
  void close();

  /** Where it goes, for people. */
  String place();

  /** The other side's address, the same for all its connections; another tunnel's end is at the node between. */
  String host();

  /** Id of the node that it goes through; empty for a connection of its own. */
  default String via() {
    return "";
  }
}
