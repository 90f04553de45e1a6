/** What networks and machines do to a realm of several nodes, and what must hold then. Run by {@code scripts/chaos}. */
@NullMarked
package dev.atoll.chaos;

import org.jspecify.annotations.NullMarked;
