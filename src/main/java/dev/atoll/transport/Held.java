package dev.atoll.transport;

import org.jspecify.annotations.Nullable;

/**
 * What an island rides on now.
 *
 * @param verdict the last one; null for an island that is new
 * @param isRecent whether it has not had it for as long as it is to keep it
 */
record Held(@Nullable Verdict verdict, boolean isRecent) {
  static final Held NOTHING = new Held(null, false);
}
