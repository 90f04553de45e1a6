/**
 * Recorded runs of an islands engine: reading, playing and recording them. Depends on the engine and Jackson's core;
 * text in and out, no files.
 */
package dev.atoll.islands.trace;
