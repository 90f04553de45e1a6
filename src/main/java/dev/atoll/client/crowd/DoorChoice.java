package dev.atoll.client.crowd;

/** Which of a realm's doors a peer takes, of those that seem well. */
public enum DoorChoice {
  /** Any, as from a balancer that counts nothing, or from the DNS. */
  RANDOM,
  /** Any of those with the fewest sessions of this crowd, as from a balancer that counts connections. */
  LEAST_BUSY
}
