/** The composition root: all parts of a node, wired in one place. May depend on everything but {@code cli}. */
package dev.atoll.node;
