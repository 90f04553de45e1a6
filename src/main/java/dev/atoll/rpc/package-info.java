/**
 * The wire of {@code @dcl/rpc}: ports, modules, procedures and streams over a socket, whatever the services behind them. May
 * depend on {@code session} and below.
 */
package dev.atoll.rpc;
