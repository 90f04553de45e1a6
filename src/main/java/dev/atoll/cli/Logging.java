package dev.atoll.cli;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import dev.atoll.config.LogSettings;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * The logger of the program: one line an event on the standard error stream, written by a thread of its own so that no
 * event loop waits for a terminal or a pipe.
 */
final class Logging {
  /** Lines that may wait; from four fifths on INFO and below are dropped, at the bound all. */
  private static final int QUEUE = 8192;

  private static final int FLUSH_MILLIS = 1000;
  private static final String CONNECTIONS = "io.vertx.core.net.impl.ConnectionBase";
  private static final String HAZELCAST = "com.hazelcast";

  private static final String BLOCKED_THREADS = "io.vertx.core.impl.BlockedThreadChecker";

  /** Who tells with stack traces that a cluster cannot be joined. */
  private static final List<String> JOINING =
      List.of("com.hazelcast.instance.impl", "io.vertx.core.impl.VertxImpl");

  private Logging() {}

  /** Sets the logger of this process up; the stream stays open after {@link #stop}, for the last words of a command. */
  static void configure(LogSettings settings) {
    configure(context(), settings, ConsoleTarget.SystemErr.getStream());
  }

  /** For commands that are not a node, and until one has read its settings: only warnings, as text. */
  static void configureForTool() {
    configure(new LogSettings(LogSettings.Format.TEXT, LogSettings.Level.WARN));
  }

  /**
   * A node that starts loads classes on its event loop, for seconds on a slow machine, and nobody waits for the loop yet:
   * warnings and stack traces of that frighten and help nobody. Why it cannot join a cluster is told by the command. Where
   * details are asked for all stays.
   */
  static void starting(boolean starting) {
    boolean quiet = starting && !context().getLogger("dev.atoll").isDebugEnabled();
    context().getLogger(BLOCKED_THREADS).setLevel(quiet ? Level.ERROR : null);
    JOINING.forEach(each -> context().getLogger(each).setLevel(quiet ? Level.OFF : null));
  }

  /** Writes what still waits, for a second at most. */
  static void stop() {
    context().stop();
  }

  static void configure(LoggerContext context, LogSettings settings, OutputStream stream) {
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(async(context, appender(context, settings, stream)));
    Level level = Level.toLevel(settings.level().name());
    boolean detailed = settings.level() == LogSettings.Level.DEBUG;
    root.setLevel(detailed ? Level.INFO : level);
    context.getLogger("dev.atoll").setLevel(level);
    if (!detailed) {
      // what it has to say at INFO is for its own developers, and its warnings speak of what is not
      // used here
      context.getLogger(HAZELCAST).setLevel(Level.ERROR);
      // a connection that is reset, as any is when its other side dies; whoever uses it is told
      context.getLogger(CONNECTIONS).setLevel(Level.OFF);
    }
  }

  private static AsyncAppender async(
      LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setQueueSize(QUEUE);
    async.setNeverBlock(true);
    async.setMaxFlushTime(FLUSH_MILLIS);
    async.addAppender(appender);
    async.start();
    return async;
  }

  private static OutputStreamAppender<ILoggingEvent> appender(
      LoggerContext context, LogSettings settings, OutputStream stream) {
    Layout<ILoggingEvent> layout = layout(context, settings);
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.setOutputStream(stream);
    appender.start();
    return appender;
  }

  private static Layout<ILoggingEvent> layout(LoggerContext context, LogSettings settings) {
    boolean detailed = settings.level() == LogSettings.Level.DEBUG;
    LayoutBase<ILoggingEvent> layout = settings.format() == LogSettings.Format.JSON
        ? new JsonLayout(detailed)
        : new TextLayout(detailed);
    layout.setContext(context);
    layout.start();
    return layout;
  }

  /**
   * Whether an event's stack trace helps an operator. Hazelcast's tell of maps in which nothing is that has to be true, whenever a node
   * is lost or stands still: its own line is enough.
   */
  static boolean isTraced(ILoggingEvent event) {
    return !event.getLoggerName().startsWith(HAZELCAST);
  }

  private static LoggerContext context() {
    return (LoggerContext) LoggerFactory.getILoggerFactory();
  }
}
