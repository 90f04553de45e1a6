package dev.atoll.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoundMessagesTest {
  private static final String INFO = "INFO {\"max_payload\":1}\r\n";
  private static final String SOUND = "HMSG a.b 7 20 25\r\nNATS/1.0\r\nKey: v\r\n\r\nhello\r\n";
  private static final String PLAIN = "MSG a.b 7 13\r\nHMSG x 1 2 3\r\n\r\n";
  private static final String BAD_VERSION = "HMSG a.b 7 12 17\r\nNOTS/1.0\r\n\r\nhello\r\n";
  private static final String NO_HEADERS = "HMSG a.b 7 0 5\r\nhello\r\n";
  private static final String SHORT = "HMSG a.b 7 reply 2 7\r\n\r\nMSG b\r\n";

  private int refused;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 64, 100_000})
  void only_messages_with_unreadable_headers_are_left_out_however_bytes_come(int atOnce)
      throws IOException {
    String long_ = "MSG " + "a".repeat(5_000) + " 7 3\r\nabc\r\n";

    String passed = passed(
        INFO + BAD_VERSION + SOUND + SHORT + PLAIN + "PING\r\n" + NO_HEADERS + long_ + "+OK\r\n",
        atOnce);

    assertThat(passed).isEqualTo(INFO + SOUND + PLAIN + "PING\r\n" + "+OK\r\n");
    assertThat(refused).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"MSG a.b 7 x\r\n", "MSG \r\n", "HMSG 3\r\n", "HMSG a 7 9 3\r\n", "MSG a 7 -1\r\n"})
  void what_is_not_the_protocol_ends_the_connection(String line) {
    assertThatThrownBy(() -> passed(line, 100)).isInstanceOf(IOException.class);
  }

  private String passed(String sent, int atOnce) throws IOException {
    ByteArrayInputStream server =
        new ByteArrayInputStream(sent.getBytes(StandardCharsets.ISO_8859_1));
    SoundMessages messages = new SoundMessages(
        (into, offset, length) -> server.read(into, offset, Math.min(atOnce, length)),
        () -> refused++);
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    byte[] some = new byte[Math.min(atOnce + 1, 4_096)];
    for (int read = messages.read(some, 0, some.length);
        read >= 0;
        read = messages.read(some, 0, some.length)) {
      passed.write(some, 0, read);
    }
    return passed.toString(StandardCharsets.ISO_8859_1);
  }
}
