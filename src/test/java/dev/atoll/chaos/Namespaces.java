package dev.atoll.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Each node in a network namespace of Linux of its own, all on one bridge. Names hold this process' id, the addresses are of a
 * range that nothing on this machine has; all of it is gone after {@link #close}. The bridge is called as libwebrtc wants it of an
 * interface that it is to leave alone: peers of tests beside these would take it for a way out, and lose it.
 */
final class Namespaces implements Network {
  private static final String WIRE = "wire";

  private final String bridge = "vnic" + ProcessHandle.current().pid();
  private final String prefix;
  private final String iptables;
  private final List<Place> places;

  private Namespaces(String prefix, String iptables) {
    this.prefix = prefix;
    this.iptables = iptables;
    this.places = IntStream.range(0, PLACES)
        .mapToObj(index -> new Place(host(index), Place.Ports.USUAL, enter(index)))
        .toList();
  }

  /** Makes them; empty where this machine or this user cannot, which is told. */
  static Optional<Network> make() {
    List<String> filters = List.of("iptables", "iptables-legacy");
    Optional<String> filter = filters.stream().filter(Namespaces::works).findFirst();
    if (filter.isEmpty()) {
      System.err.println("No network of its own: iptables is missing, or only root may use it.");
      return Optional.empty();
    }
    Namespaces made = new Namespaces(freeRange(), filter.get());
    try {
      made.build();
      return Optional.of(made);
    } catch (IllegalStateException impossible) {
      System.err.println("No network of its own: " + impossible.getMessage());
      made.close();
      return Optional.empty();
    }
  }

  private static boolean works(String filter) {
    List<String> command = new ArrayList<>(Shell.root());
    command.addAll(List.of(filter, "-nL"));
    return Shell.attempt(command).code() == 0;
  }

  /** Of 198.18.0.0/15, which RFC 2544 keeps for trials. */
  private static String freeRange() {
    String taken = Shell.attempt(List.of("ip", "-o", "address")).output()
        + Shell.attempt(List.of("ip", "route")).output();
    String range;
    do {
      range = "198.18." + RandomGenerator.getDefault().nextInt(256) + ".";
    } while (taken.contains(range));
    return range;
  }

  private void build() {
    Shell.asRoot("ip", "link", "add", bridge, "type", "bridge");
    Shell.asRoot("ip", "address", "add", outside() + "/24", "dev", bridge);
    Shell.asRoot("ip", "link", "set", bridge, "up");
    for (int i = 0; i < PLACES; i++) {
      join(i);
    }
  }

  private void join(int index) {
    String outer = "atv" + ProcessHandle.current().pid() + "-" + index;
    Shell.asRoot("ip", "netns", "add", name(index));
    Shell.asRoot(
        "ip", "link", "add", outer, "type", "veth", "peer", "name", WIRE, "netns", name(index));
    Shell.asRoot("ip", "link", "set", outer, "master", bridge, "up");
    inside(index, "ip", "address", "add", host(index) + "/24", "dev", WIRE);
    inside(index, "ip", "link", "set", WIRE, "up");
    inside(index, "ip", "link", "set", "lo", "up");
  }

  @Override
  public String words() {
    return "in network namespaces of their own, " + prefix + "0/24";
  }

  @Override
  public boolean hasWires() {
    return true;
  }

  @Override
  public String outside() {
    return prefix + "1";
  }

  @Override
  public Place place(int index) {
    return places.get(index);
  }

  @Override
  public void lose(int from, int to) {
    inside(to, iptables, "-A", "INPUT", "-s", host(from), "-j", "DROP");
  }

  @Override
  public long lost(int at) {
    return inside(at, iptables, "-nvxL", "INPUT")
        .lines()
        .filter(line -> line.contains("DROP"))
        .mapToLong(line -> Long.parseLong(line.strip().split("\\s+")[0]))
        .sum();
  }

  @Override
  public void slow(int from, String rate) {
    inside(
        from, "tc", "qdisc", "add", "dev", WIRE, "root", "tbf", "rate", rate, "burst", "16kb",
        "latency", "300ms");
  }

  @Override
  public String slowed(int from) {
    String said = inside(from, "tc", "-s", "qdisc", "show", "dev", WIRE);
    return said.lines()
        .filter(line -> line.contains("Sent"))
        .findFirst()
        .orElse("")
        .strip();
  }

  @Override
  public void heal() {
    for (int i = 0; i < PLACES; i++) {
      inside(i, iptables, "-F", "INPUT");
      Shell.asRootIfPossible(
          "ip", "netns", "exec", name(i), "tc", "qdisc", "del", "dev", WIRE, "root");
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < PLACES; i++) {
      Shell.asRootIfPossible("ip", "netns", "del", name(i));
    }
    Shell.asRootIfPossible("ip", "link", "del", bridge);
  }

  private static String name(int index) {
    return "atoll-" + ProcessHandle.current().pid() + "-" + index;
  }

  private String host(int index) {
    return prefix + (index + 2);
  }

  private static List<String> enter(int index) {
    List<String> enter = new ArrayList<>(Shell.root());
    enter.addAll(List.of("ip", "netns", "exec", name(index)));
    return List.copyOf(enter);
  }

  private static String inside(int index, String... command) {
    List<String> all = new ArrayList<>(enter(index));
    all.addAll(List.of(command));
    return Shell.run(all);
  }
}
