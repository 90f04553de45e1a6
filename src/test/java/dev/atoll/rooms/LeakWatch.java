package dev.atoll.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Hears of every buffer of ours that the tests of a class dropped without a release; tests run with paranoid detection. Vert.x's
 * own client drops what it read and did not hand on when it is closed, so others' buffers do not count.
 */
final class LeakWatch implements BeforeAllCallback, AfterAllCallback {
  private static final int ROUNDS = 5;

  private final Logger logger =
      (Logger) LoggerFactory.getLogger("io.netty.util.ResourceLeakDetector");
  private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

  @Override
  public void beforeAll(ExtensionContext tests) {
    reports.start();
    logger.addAppender(reports);
  }

  /** Collects what is dropped and has it reported: that happens when the next buffers are allocated. */
  @Override
  public void afterAll(ExtensionContext tests) {
    for (int round = 0; round < ROUNDS; round++) {
      System.gc();
      for (int i = 0; i < 200; i++) {
        ByteBufAllocator.DEFAULT.directBuffer(16).release();
        ByteBufAllocator.DEFAULT.heapBuffer(16).release();
      }
    }
    logger.detachAppender(reports);
    assertThat(reports.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .noneMatch(report -> report.contains("dev.atoll"));
  }
}
