package dev.atoll.transport.bridge;

/**
 * An island's move from one transport to another, as one of them sees it.
 *
 * @param island that moves
 * @param number of the move; later ones have larger ones, unsigned
 * @param isNew whether the island moves here
 * @param there id of the other transport
 */
public record Move(String island, long number, boolean isNew, String there) {}
