/** Auth chains, challenges, room tokens and who may enter. May depend on {@code protocol} and {@code config}. */
package dev.atoll.auth;
