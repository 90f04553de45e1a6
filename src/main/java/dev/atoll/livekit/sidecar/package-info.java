/**
 * Atoll's own participants in rooms of LiveKit, which tell third-party servers what is said there and say what these say. May depend on
 * {@code livekit}, {@code livekit.webrtc}, {@code transport}, {@code bus} and below.
 */
package dev.atoll.livekit.sidecar;
