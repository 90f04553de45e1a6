package dev.atoll.transport;

/**
 * A peer that needs a way into its island.
 *
 * @param address lower-case
 * @param origin through which its session came, e.g. {@code wss://realm.example}; empty when not known
 */
public record Passenger(String address, String origin) {}
