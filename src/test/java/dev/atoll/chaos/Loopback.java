package dev.atoll.chaos;

import dev.atoll.node.FreePort;
import java.util.List;
import java.util.stream.IntStream;

/** All nodes on 127.0.0.1, each with ports of its own: where no network can be made. */
final class Loopback implements Network {
  private static final String HOST = "127.0.0.1";

  private final List<Place> places = IntStream.range(0, PLACES)
      .mapToObj(index -> new Place(HOST, ports(), List.of()))
      .toList();

  private static Place.Ports ports() {
    return new Place.Ports(FreePort.next(), FreePort.next(), FreePort.next(), FreePort.next());
  }

  @Override
  public String words() {
    return "on loopback, whose wires cannot be cut";
  }

  @Override
  public boolean hasWires() {
    return false;
  }

  @Override
  public String outside() {
    return HOST;
  }

  @Override
  public Place place(int index) {
    return places.get(index);
  }

  @Override
  public void lose(int from, int to) {
    throw new UnsupportedOperationException(words());
  }

  @Override
  public long lost(int at) {
    return 0;
  }

  @Override
  public void slow(int from, String rate) {
    throw new UnsupportedOperationException(words());
  }

  @Override
  public String slowed(int from) {
    return "";
  }

  @Override
  public void heal() {}

  @Override
  public void close() {}
}
