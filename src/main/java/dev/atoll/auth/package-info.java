/**
 * Who somebody is and whether they may enter: auth chains, challenges, room tokens, denied and banned addresses, and identities
 * for clients. May depend on {@code protocol} and {@code config}.
 */
package dev.atoll.auth;
