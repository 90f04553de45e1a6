/** The management port: health, metrics, connections, drain, traces and a page to watch them. May depend on {@code archipelago} and below. */
package dev.atoll.operations;
