/**
 * WebRTC connections that carry data, by a native library in a jar of its own: nothing of it is loaded before the first one, and no other
 * package knows the library. May depend on nothing of Atoll.
 */
package dev.atoll.livekit.webrtc;
