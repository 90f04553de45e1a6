/**
 * Joins heartbeats, the islands engine and transports. May depend on {@code transport}, {@code islands}, {@code bus} and
 * below.
 */
package dev.atoll.archipelago;
