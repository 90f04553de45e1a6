package dev.atoll.cli;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;

/** One line an event for people, and the stack trace below it where that helps. */
final class TextLayout extends LayoutBase<ILoggingEvent> {
  private static final String LINE =
      "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'\", UTC} %-5level %logger{0} %msg%replace( %kvp){' $', ''}%n";

  private final PatternLayout traced = new PatternLayout();
  private final PatternLayout plain = new PatternLayout();
  private final boolean all;

  /** @param all whether every stack trace is written */
  TextLayout(boolean all) {
    this.all = all;
  }

  @Override
  public void start() {
    start(traced, LINE + "%ex");
    start(plain, LINE + "%nopex");
    super.start();
  }

  private void start(PatternLayout layout, String pattern) {
    layout.setContext(getContext());
    layout.setPattern(pattern);
    layout.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    return (all || Logging.isTraced(event) ? traced : plain).doLayout(event);
  }
}
