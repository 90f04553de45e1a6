package dev.atoll.cluster;

/**
 * Whom a connection is dialled for.
 *
 * @param node id of that node; empty where the other side dialled
 * @param address where it was looked for, or by whom it is reached
 */
record Aim(String node, String address) {
  /** Of a connection that the other side began. */
  static final Aim NONE = new Aim("", "");
}
