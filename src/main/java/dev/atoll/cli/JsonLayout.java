package dev.atoll.cli;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.slf4j.event.KeyValuePair;

/**
 * One JSON object a line: {@code time}, {@code level}, {@code logger}, {@code thread}, {@code message}, the event's
 * key-value pairs under {@code fields}, and {@code exception} with its stack trace where that helps.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  private final JsonFactory factory = new JsonFactory();
  private final ThrowableProxyConverter exceptions = new ThrowableProxyConverter();

  private final boolean all;

  /** @param all whether every stack trace is written */
  JsonLayout(boolean all) {
    this.all = all;
  }

  @Override
  public void start() {
    exceptions.start();
    super.start();
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = factory.createGenerator(line)) {
      write(event, json);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return line.append('\n').toString();
  }

  private void write(ILoggingEvent event, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("time", event.getInstant().toString());
    json.writeStringField("level", event.getLevel().toString());
    json.writeStringField("logger", event.getLoggerName());
    json.writeStringField("thread", event.getThreadName());
    json.writeStringField("message", event.getFormattedMessage());
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    if (pairs != null && !pairs.isEmpty()) {
      json.writeObjectFieldStart("fields");
      for (KeyValuePair pair : pairs) {
        json.writeStringField(pair.key, Objects.toString(pair.value));
      }
      json.writeEndObject();
    }
    if (event.getThrowableProxy() != null && (all || Logging.isTraced(event))) {
      json.writeStringField("exception", exceptions.convert(event));
    }
    json.writeEndObject();
  }
}
