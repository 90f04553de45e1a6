/** How foreign transports of 2022 register here, and how this node's rooms register elsewhere (wire.md §8). May depend on what {@code transport} may. */
package dev.atoll.transport.registration;
