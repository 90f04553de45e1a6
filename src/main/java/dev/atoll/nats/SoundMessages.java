package dev.atoll.nats;

import io.nats.client.Options;
import io.nats.client.support.IncomingHeadersProcessor;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a NATS server sends, without the messages that jnats cannot read: servers pass on whatever a client wrote, and jnats' reader
 * ends at malformed headers without telling anybody, and at a line longer than it has room for. Everything else passes byte for byte. Used by one
 * thread.
 */
final class SoundMessages {
  private static final int CHUNK = 64 << 10;
  private static final int LINE_END = 2;

  /** What jnats has room for; no subject of ours comes near. */
  private static final int LONGEST_LINE = Options.DEFAULT_MAX_CONTROL_LINE;

  /** More than any server can be made to take. */
  private static final int MOST_BYTES = 1 << 30;

  private static final byte[] MESSAGE = "MSG ".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WITH_HEADERS = "HMSG ".getBytes(StandardCharsets.US_ASCII);

  /** Where bytes come from. */
  @FunctionalInterface
  interface Source {
    /** As {@link java.io.InputStream#read(byte[], int, int)}. */
    int read(byte[] into, int offset, int length) throws IOException;
  }

  /** What the bytes that come next are. */
  private enum Stage {
    /** A line of the protocol, held until it is whole. */
    LINE,
    /** A message's headers, held until they are whole. */
    HEADERS,
    /** What follows either and passes as it comes. */
    REST,
    /** What follows either and goes nowhere. */
    REFUSED
  }

  private final Source source;
  private final Runnable refused;
  private final byte[] chunk = new byte[CHUNK];
  private int chunkAt;
  private int chunkEnd;

  /** A line, then its headers, until it is known whether they pass. */
  private byte[] held = new byte[512];

  private int heldEnd;
  private int lineEnd;

  /** Of what is held; what stands before has been taken. */
  private int passedAt;

  private boolean passing;
  private Stage stage = Stage.LINE;

  /** Bytes that are missing of this stage, and of the one after headers. */
  private int missing;

  private int rest;

  /**
   * @param source of bytes
   * @param refused called for each message that was left out
   */
  SoundMessages(Source source, Runnable refused) {
    this.source = source;
    this.refused = refused;
  }

  /** As {@link java.io.InputStream#read(byte[], int, int)}. */
  int read(byte[] into, int offset, int length) throws IOException {
    while (true) {
      if (passing) {
        return passHeld(into, offset, length);
      }
      if (chunkAt == chunkEnd) {
        int read = source.read(chunk, 0, CHUNK);
        if (read <= 0) {
          return read;
        }
        chunkAt = 0;
        chunkEnd = read;
      }
      if (stage == Stage.REST) {
        return passRest(into, offset, length);
      }
      advance();
    }
  }

  private int passHeld(byte[] into, int offset, int length) {
    int passed = Math.min(length, heldEnd - passedAt);
    System.arraycopy(held, passedAt, into, offset, passed);
    passedAt += passed;
    if (passedAt == heldEnd) {
      passing = false;
      forget();
    }
    return passed;
  }

  private int passRest(byte[] into, int offset, int length) {
    int passed = Math.min(missing, Math.min(length, chunkEnd - chunkAt));
    System.arraycopy(chunk, chunkAt, into, offset, passed);
    chunkAt += passed;
    missed(passed);
    return passed;
  }

  private void advance() throws IOException {
    switch (stage) {
      case LINE -> line();
      case HEADERS -> {
        int taken = Math.min(missing, chunkEnd - chunkAt);
        hold(taken);
        missing -= taken;
        if (missing == 0) {
          checkHeaders();
        }
      }
      default -> {
        int skipped = Math.min(missing, chunkEnd - chunkAt);
        chunkAt += skipped;
        missed(skipped);
      }
    }
  }

  private void missed(int done) {
    missing -= done;
    if (missing == 0) {
      stage = Stage.LINE;
    }
  }

  private void line() throws IOException {
    int end = chunkAt;
    while (end < chunkEnd && chunk[end] != '\n') {
      end++;
    }
    boolean whole = end < chunkEnd;
    hold(end - chunkAt + (whole ? 1 : 0));
    if (whole) {
      lineEnd = heldEnd;
      lineIsWhole();
    }
  }

  private void lineIsWhole() throws IOException {
    boolean hasHeaders = begins(WITH_HEADERS);
    if (!hasHeaders && !begins(MESSAGE)) {
      passing = true;
      return;
    }
    String[] words = words();
    int whole = number(words, words.length - 1);
    int headers = hasHeaders ? number(words, words.length - 2) : 0;
    if (headers > whole) {
      throw new EOFException("not the NATS protocol");
    }
    rest = whole - headers + LINE_END;
    if (headers > 0 && lineEnd <= LONGEST_LINE) {
      stage = Stage.HEADERS;
      missing = headers;
    } else {
      // a message that says it has headers and has none is what no client sends
      goOn(!hasHeaders && lineEnd <= LONGEST_LINE, whole + LINE_END);
    }
  }

  private void checkHeaders() {
    goOn(areReadable(Arrays.copyOfRange(held, lineEnd, heldEnd)), rest);
  }

  /** So many bytes are left of a message that passes or does not. */
  private void goOn(boolean passes, int left) {
    missing = left;
    if (passes) {
      passing = true;
      stage = Stage.REST;
    } else {
      forget();
      stage = Stage.REFUSED;
      refused.run();
    }
  }

  /** As jnats reads them, which says no by whatever exception comes of it. */
  private static boolean areReadable(byte[] headers) {
    try {
      return new IncomingHeadersProcessor(headers).getSerializedLength() == headers.length;
    } catch (RuntimeException malformed) {
      return false;
    }
  }

  private void hold(int bytes) {
    if (held.length - heldEnd < bytes) {
      held = Arrays.copyOf(held, Math.max(held.length * 2, heldEnd + bytes));
    }
    System.arraycopy(chunk, chunkAt, held, heldEnd, bytes);
    chunkAt += bytes;
    heldEnd += bytes;
  }

  private void forget() {
    passedAt = 0;
    heldEnd = 0;
    if (held.length > CHUNK) {
      held = new byte[CHUNK];
    }
  }

  private boolean begins(byte[] op) {
    return lineEnd >= op.length && Arrays.equals(held, 0, op.length, op, 0, op.length);
  }

  private String[] words() {
    return new String(held, 0, lineEnd, StandardCharsets.ISO_8859_1).strip().split(" +");
  }

  private static int number(String[] words, int index) throws IOException {
    try {
      int number = Integer.parseInt(words[index]);
      if (number >= 0 && number <= MOST_BYTES) {
        return number;
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException wrong) {
      // told below
    }
    throw new EOFException("not the NATS protocol");
  }
}
