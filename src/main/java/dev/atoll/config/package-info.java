/** Setting records, their loading, checking and documentation. Depends on nothing of Atoll. */
package dev.atoll.config;
