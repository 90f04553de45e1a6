package dev.atoll.config;

/**
 * The BFF's doors.
 *
 * @param legacyPositions how island changes are written
 */
public record BffSettings(LegacyPositions legacyPositions) {}
