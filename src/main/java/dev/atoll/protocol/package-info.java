/** Messages as they stand on the wire: generated classes, frames, size limits. May depend on {@code config}. */
package dev.atoll.protocol;
