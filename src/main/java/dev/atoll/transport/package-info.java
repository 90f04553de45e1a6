/** What an island can ride on. May depend on {@code auth}, {@code bus} and below. */
package dev.atoll.transport;
