package dev.atoll.cluster;

import dev.atoll.bus.Headers;
import java.time.Duration;
import java.util.Optional;

/**
 * Tells what the realm's newest leader says from what an older one does that still lives. A leader that is not heard any more is
 * forgotten, so that an older one counts again that goes on alone. Safe for any thread.
 */
public final class NewestTerm {
  /** Of a leader that tells something each second, as all do. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private final long silenceNanos;
  private Term newest = Term.NONE;
  private long heardNanos;

  /** @param silence after which a leader counts as gone */
  public NewestTerm(Duration silence) {
    this.silenceNanos = silence.toNanos();
  }

  /** A leader was heard. */
  public synchronized void hear(Term term, long nanos) {
    boolean isGone = nanos - heardNanos > silenceNanos;
    if (isGone || !newest.isAfter(term)) {
      newest = term;
      heardNanos = nanos;
    }
  }

  /** Whether what goes with these headers is of the newest leader, who is heard with it; yes when they name none. */
  public boolean counts(Headers headers, long nanos) {
    Optional<Term> term = headers.get(Headers.TERM).flatMap(Term::parse);
    term.ifPresent(told -> hear(told, nanos));
    return term.isEmpty() || isNewest(term.get());
  }

  private synchronized boolean isNewest(Term term) {
    return !newest.isAfter(term);
  }
}
