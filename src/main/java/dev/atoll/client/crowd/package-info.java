/** Many peers in one program, walking about and checking all that they hear. */
@NullMarked
package dev.atoll.client.crowd;

import org.jspecify.annotations.NullMarked;
