package dev.atoll.node;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that must be told theirs before they start. The system's choice is for everybody else: what it gives one program
 * for a moment it gives another one, or a connection that goes out, before a server has started there. These are below those of its
 * choice, and programs that run side by side have others.
 */
public final class FreePort {
  private static final int FIRST = 10_000;
  private static final int BLOCKS = 199;
  private static final int OF_A_BLOCK = 100;
  private static final int OWN =
      FIRST + (int) (ProcessHandle.current().pid() % BLOCKS) * OF_A_BLOCK;

  private static final AtomicInteger GIVEN = new AtomicInteger();

  private FreePort() {}

  /** One that nobody has now, for TCP and for UDP. */
  public static int next() {
    for (int tried = 0; tried < OF_A_BLOCK; tried++) {
      int port = OWN + Math.floorMod(GIVEN.getAndIncrement(), OF_A_BLOCK);
      if (isFree(port)) {
        return port;
      }
    }
    throw new AssertionError("no free port from " + OWN + " on");
  }

  private static boolean isFree(int port) {
    try (ServerSocket tcp = new ServerSocket(port);
        DatagramSocket udp = new DatagramSocket(port)) {
      return tcp.isBound() && udp.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
