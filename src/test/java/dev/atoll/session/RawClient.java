package dev.atoll.session;

import dev.atoll.Patience;
import dev.atoll.protocol.RawFrame;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of bare bytes on a blocking socket, that keeps to no rule unless told. Reads give up some time. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = Patience.SECONDS * 1000;

  private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  /** A frame of the server. */
  record Frame(int first, byte[] payload) {
    int code() {
      return first & 0x0F;
    }

    /** Status code and reason of a close frame, {@code 1000 bye}. */
    String closing() {
      ByteBuffer body = ByteBuffer.wrap(payload);
      int status = body.getShort() & 0xFFFF;
      return status + " " + StandardCharsets.UTF_8.decode(body);
    }
  }

  private final Socket socket = new Socket();
  private final DataInputStream in;
  private String response = "";

  private RawClient(int port, int receiveBuffer) {
    try {
      if (receiveBuffer > 0) {
        socket.setReceiveBufferSize(receiveBuffer);
      }
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A connection without a word said. */
  static RawClient connect(int port) {
    return new RawClient(port, 0);
  }

  /** An upgraded connection. */
  static RawClient upgraded(int port) {
    return connect(port).send(upgrade("")).readResponse();
  }

  /** An upgraded connection whose side of the network takes few bytes in advance. */
  static RawClient narrow(int port) {
    return new RawClient(port, 4096).send(upgrade("")).readResponse();
  }

  /** An upgrade request with these further header lines. */
  static byte[] upgrade(String headers) {
    return request(
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + headers);
  }

  /** An upgrade request of which version and key are among these header lines. */
  static byte[] request(String headers) {
    return ("GET /ws HTTP/1.1\r\nHost: atoll\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + headers
            + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Sends in one piece. */
  RawClient send(byte[]... parts) {
    try {
      socket.getOutputStream().write(RawFrame.joined(parts));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends, and says whether the server still took it. */
  boolean sent(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  /** Reads the answer to a request, and past its body. */
  RawClient readResponse() {
    try {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.readUnsignedByte());
      }
      response = head.toString();
      Matcher length = CONTENT_LENGTH.matcher(response);
      if (length.find()) {
        in.readFully(new byte[Integer.parseInt(length.group(1))]);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Status line and headers of the server's answer. */
  String response() {
    return response;
  }

  /** The next frame; nothing at the end of the connection, orderly or not. */
  Optional<Frame> frame() {
    try {
      int first = in.readUnsignedByte();
      int second = in.readUnsignedByte();
      if ((second & 0x80) != 0) {
        throw new AssertionError("a server's frame is not masked");
      }
      long length = second < 126 ? second : second == 126 ? in.readUnsignedShort() : in.readLong();
      byte[] payload = new byte[Math.toIntExact(length)];
      in.readFully(payload);
      return Optional.of(new Frame(first, payload));
    } catch (EOFException | SocketException end) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads on to the close frame, past whatever comes before. */
  String closing() {
    while (true) {
      Frame frame = frame().orElseThrow(() -> new AssertionError("cut without a close frame"));
      if (frame.code() == 8) {
        return frame.closing();
      }
    }
  }

  /** Whether the connection ends within the patience, whatever comes before. */
  boolean ends() {
    try {
      while (in.read() >= 0) {
        // to the end
      }
      return true;
    } catch (SocketException reset) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Ends our direction only. */
  void finish() {
    try {
      socket.shutdownOutput();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Vanishes: the server gets a TCP reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
