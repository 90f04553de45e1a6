package dev.atoll;

import java.time.Duration;

/** How long tests wait for what has to happen. Only a failure takes so long, so it is long enough for a machine that is slow and busy. */
public final class Patience {
  public static final int SECONDS = 60;

  public static final Duration TIME = Duration.ofSeconds(SECONDS);

  private Patience() {}
}
