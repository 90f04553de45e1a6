package dev.atoll.chaos;

import java.util.List;

/**
 * Where a node may stand.
 *
 * @param host its address, as the other nodes and the crowd reach it
 * @param enter what goes before a command that runs there
 */
record Place(String host, Ports ports, List<String> enter) {
  /** The ports of a node. */
  record Ports(int http, int operations, int cluster, int bus) {
    /** The packaged ones. */
    static final Ports USUAL = new Ports(8080, 8081, 5701, 15701);
  }

  String url() {
    return "http://" + host + ":" + ports.http();
  }

  String operations() {
    return "http://" + host + ":" + ports.operations();
  }
}
