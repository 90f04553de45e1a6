/** WebSocket rooms: who may enter, who is inside, and what each hears of the others. May depend on {@code bus}, {@code session} and below. */
package dev.atoll.rooms;
