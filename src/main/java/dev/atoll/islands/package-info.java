/** The pure islands engine: positions in, changes out; no Vert.x, no I/O, no clock of its own. Depends on nothing of Atoll. */
package dev.atoll.islands;
