/** The one subject space: subjects, patterns and subscriptions. May depend on {@code protocol} and below. */
package dev.atoll.bus;
