/** A small client of the protocols Atoll serves, for tests, crowd, doctor and bench. May depend on {@code auth}, {@code protocol} and {@code config}. */
@NullMarked
package dev.atoll.client;

import org.jspecify.annotations.NullMarked;
