/** The public HTTP port: what a realm says of itself and of its crowd. May depend on {@code archipelago} and below. */
package dev.atoll.http;
