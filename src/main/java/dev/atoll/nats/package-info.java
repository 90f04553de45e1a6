/**
 * The bridge to NATS: mirrors the bus both ways in the dialects of comms v3. May depend on {@code bus}, {@code protocol} and
 * {@code config}; nobody but {@code node} knows it.
 */
package dev.atoll.nats;
