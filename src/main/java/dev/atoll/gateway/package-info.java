/** The door of third-party servers: what they may hear and say, and how. May depend on {@code transport}, {@code bus}, {@code session} and below; nobody but {@code node} and {@code cli} knows it. */
package dev.atoll.gateway;
