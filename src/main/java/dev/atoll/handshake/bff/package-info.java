/**
 * The doors of 2022: the BFF over {@code @dcl/rpc} and its older frames, and the topics their clients talk by. May depend on
 * {@code handshake}, {@code rpc}, {@code bus} and below.
 */
package dev.atoll.handshake.bff;
