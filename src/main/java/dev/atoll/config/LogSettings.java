package dev.atoll.config;

/**
 * How the program logs; an application that embeds the node has a logger of its own.
 *
 * @param format text for people, JSON for collectors
 * @param level the least important level that is written
 */
public record LogSettings(Format format, Level level) {

  /** How a log line is written. */
  public enum Format {
    /** One readable line. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** How important a line has to be. */
  public enum Level {
    /** A bug. */
    ERROR,
    /** An operator should act. */
    WARN,
    /** The node's life. */
    INFO,
    /** Each connection. */
    DEBUG
  }
}
