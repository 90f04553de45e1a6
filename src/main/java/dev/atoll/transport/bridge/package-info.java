/** What two transports tell each other of an island that moves from one to the other. May depend on what {@code transport} may. */
package dev.atoll.transport.bridge;
