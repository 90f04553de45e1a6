package dev.atoll.config;

/**
 * A number of bytes, written {@code 512}, {@code 64KiB} or {@code 1MiB} in settings.
 *
 * @param bytes how many
 */
public record ByteSize(int bytes) {}
