package dev.atoll.config;

/**
 * What counts for one key.
 *
 * @param key full key
 * @param value as a settings file writes it, on one line; secrets and the passwords of URLs are masked; empty when unset
 * @param origin where it was given, in words
 */
public record EffectiveSetting(String key, String value, String origin) {}
