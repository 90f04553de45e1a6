package dev.atoll.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;

/** Durations as in the settings, and days. */
final class LongDurationText implements ITypeConverter<Duration> {
  private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

  @Override
  public Duration convert(String text) {
    Matcher days = DAYS.matcher(text);
    return days.matches()
        ? Duration.ofDays(Long.parseLong(days.group(1)))
        : new DurationText().convert(text);
  }
}
