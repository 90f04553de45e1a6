/** One socket's life: frames in and out, keep-alive, limits, the outbound queue and its one close. May depend on {@code auth} and below. */
package dev.atoll.session;
