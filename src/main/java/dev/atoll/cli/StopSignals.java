package dev.atoll.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * SIGTERM and SIGINT (Ctrl-C): the first asks for a clean stop, the second ends the process at once. A shutdown hook
 * could not tell the second from the first.
 */
final class StopSignals {
  private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
  private static final int SIGNAL_EXIT = 128;

  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final AtomicBoolean stopping = new AtomicBoolean();

  /** Completed by the first signal, on a thread of the system's. */
  static CompletableFuture<Void> asked() {
    StopSignals signals = new StopSignals();
    signals.listen("TERM");
    signals.listen("INT");
    return signals.asked;
  }

  private void listen(String name) {
    try {
      Signal.handle(new Signal(name), this::on);
    } catch (IllegalArgumentException taken) {
      LOG.warn(
          "signal cannot be handled, it will stop the process without draining signal={}", name);
    }
  }

  private void on(Signal signal) {
    if (stopping.compareAndSet(false, true)) {
      asked.complete(null);
    } else {
      Runtime.getRuntime().halt(SIGNAL_EXIT + signal.getNumber());
    }
  }
}
