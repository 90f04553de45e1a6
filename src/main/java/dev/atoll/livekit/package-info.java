/**
 * Islands as rooms of LiveKit servers: who may join, who is inside, and who has to leave. May depend on {@code transport},
 * {@code auth}, {@code bus} and below.
 */
package dev.atoll.livekit;
