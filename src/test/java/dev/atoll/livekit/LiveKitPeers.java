package dev.atoll.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.atoll.Patience;
import dev.atoll.node.NodeJs;
import dev.atoll.protocol.message.Packet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Real participants of LiveKit rooms, by LiveKit's own package for Node. What happens to them is a line each: who, what, and more;
 * see {@code livekit-peers.mjs}.
 */
public final class LiveKitPeers implements AutoCloseable {
  private static final String ENDED = "the script ended";

  private final Process process = NodeJs.start("livekit-peers.mjs");
  private final PrintWriter orders =
      new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  public LiveKitPeers() {
    Thread reader = new Thread(this::read, "livekit-peers");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        told.add(line);
      }
    } catch (IOException broken) {
      told.add(broken.toString());
    }
    told.add(ENDED);
  }

  /** Joins by the connection string that an explorer would be given. */
  public void join(String name, String connectionString) {
    orders.println("join " + name + " " + connectionString);
  }

  public void say(String name, String words) {
    orders.println("say " + name + " " + words);
  }

  /** Says bytes, which others are told as {@code received <sender> <Base64>}. */
  public void send(String name, byte[] packet, boolean reliable) {
    String encoded = Base64.getEncoder().encodeToString(packet);
    orders.println("send " + name + " " + (reliable ? "reliable " : "lossy ") + encoded);
  }

  /** Says bytes so many times a second; {@code flooded} is told at the end. */
  public void flood(String name, byte[] packet, int perSecond, int seconds) {
    String encoded = Base64.getEncoder().encodeToString(packet);
    orders.println("flood " + name + " " + encoded + " " + perSecond + " " + seconds);
  }

  /** Sends it unreliably again and again until it was heard, as explorers do with where they are: some of it gets lost. */
  public void sendUntil(String name, byte[] data, Callable<Boolean> heard) {
    Awaitility.await().atMost(Patience.TIME).until(() -> {
      send(name, data, false);
      return heard.call();
    });
  }

  public void leave(String name) {
    orders.println("leave " + name);
  }

  /** Waits for lines that begin so, in whatever order, passing over others; gives them in the order in which they came. */
  public List<String> await(String... beginnings) {
    List<String> wanted = new ArrayList<>(List.of(beginnings));
    List<String> found = new ArrayList<>();
    List<String> passed = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Patience.SECONDS);
    while (!wanted.isEmpty()) {
      String line = next(end - System.nanoTime());
      assertThat(line).as("%s, after %s", wanted, passed).isNotNull().isNotEqualTo(ENDED);
      if (wanted.removeIf(line::startsWith)) {
        found.add(line);
      } else {
        passed.add(line);
      }
    }
    return found;
  }

  /** What it receives from that one next, as the packet that it is. */
  public Packet received(String name, String sender) {
    return packet(await(name + " received " + sender + " ").get(0));
  }

  /**
   * What it receives from that one next, who says it every other second: what is said while a participant connects anew, as it does
   * on a busy machine, is lost to it.
   */
  public Packet received(String name, String sender, Runnable saying) {
    String wanted = name + " received " + sender + " ";
    List<String> passed = new ArrayList<>();
    for (int times = 0; times < Patience.SECONDS / 2; times++) {
      saying.run();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
      for (String line = next(end - System.nanoTime());
          line != null;
          line = next(end - System.nanoTime())) {
        if (line.startsWith(wanted)) {
          return packet(line);
        }
        passed.add(line);
      }
    }
    throw new AssertionError(wanted + "never, but " + passed);
  }

  private static Packet packet(String line) {
    try {
      return Packet.parseFrom(
          Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)));
    } catch (InvalidProtocolBufferException malformed) {
      throw new AssertionError(malformed);
    }
  }

  private String next(long nanos) {
    try {
      return told.poll(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    orders.close();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }
}
