package dev.atoll.islands;

import java.util.List;

/** Told of everything that is done to an engine, on the thread that does it and after it was done. */
public interface EngineObserver {
  /** Hears nothing. */
  EngineObserver NONE = new EngineObserver() {};

  /** {@link IslandsEngine#move} was called. */
  default void moved(String peer, double x, double y, double z, Wish wish) {}

  /** {@link IslandsEngine#disconnect} was called. */
  default void disconnected(String peer) {}

  /** {@link IslandsEngine#putBack} was called and did something. */
  default void wasPutBack(String peer, String island) {}

  /** {@link IslandsEngine#resize} was called and did something. */
  default void resized(String island, int maxPeers) {}

  /** {@link IslandsEngine#openAt} was called and did something. */
  default void opensAt(int size) {}

  /** {@link IslandsEngine#flush} ended with these changes. */
  default void flushed(List<IslandChange> changes) {}
}
