package dev.atoll.config;

/** How coordinates are written where readers of 2022 expect doubles. */
public enum LegacyPositions {
  /** As until spring 2023. */
  DOUBLE,
  /** As since then. */
  FLOAT
}
