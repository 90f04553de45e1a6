/** The command line, one class a sub-command. The only package that prints or knows a logger backend; uses all others. */
package dev.atoll.cli;
