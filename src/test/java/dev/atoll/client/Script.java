package dev.atoll.client;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;

/** Answers each message with the next of its lines: bytes in hexadecimal digits, or {@code close CODE TEXT}. */
final class Script implements Handler<Buffer> {
  private final ServerWebSocket socket;
  private final Deque<String> lines;

  private Script(ServerWebSocket socket, List<String> lines) {
    this.socket = socket;
    this.lines = new ArrayDeque<>(lines);
  }

  static Script of(ServerWebSocket socket, String... lines) {
    return new Script(socket, List.of(lines));
  }

  @Override
  public void handle(Buffer ignored) {
    String line = lines.remove();
    if (line.startsWith("close ")) {
      String[] parts = line.split(" ", 3);
      socket.close(Short.parseShort(parts[1]), parts[2]);
    } else {
      socket.writeBinaryMessage(Buffer.buffer(HexFormat.ofDelimiter(" ").parseHex(line)));
    }
  }
}
