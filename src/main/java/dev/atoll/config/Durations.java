package dev.atoll.config;

import java.time.Duration;

/** Durations as settings write them: a number and {@code ms}, {@code s}, {@code m} or {@code h}. */
final class Durations {
  private Durations() {}

  static String print(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
