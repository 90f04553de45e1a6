package dev.atoll.config;

import java.util.List;

/**
 * What a node does.
 *
 * @param run its parts, each once
 */
public record NodeSettings(List<Part> run) {

  /** A part of a node: what could as well run elsewhere, joined to the rest by NATS. */
  public enum Part {
    /** The archipelago door {@code /ws}. */
    HANDSHAKE,
    /** The BFF's doors {@code /rpc}, {@code /bff/rpc} and {@code /ws-bff}. */
    BFF,
    /** Heartbeats in, islands out. */
    ARCHIPELAGO,
    /** WebSocket rooms. */
    ROOMS,
    /** Who is where and with whom: {@code /peers}, {@code /islands} and their like. */
    STATISTICS,
    /** The NATS bridge, where {@code nats.url} is set. */
    NATS,
    /** The door of third-party servers, where a secret of {@code gateway} is set. */
    GATEWAY,
    /** Side-cars in rooms of LiveKit, where {@code livekit} has deployments; beside the archipelago. */
    SIDE_CAR
  }

  public NodeSettings {
    run = List.copyOf(run);
    Check.require("run", !run.isEmpty(), run, "at least one part");
    Check.require(
        "run", run.stream().distinct().count() == run.size(), run, "each part at most once");
  }

  /** Whether this part is to run. */
  public boolean runs(Part part) {
    return run.contains(part);
  }
}
