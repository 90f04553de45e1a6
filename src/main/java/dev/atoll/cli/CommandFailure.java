package dev.atoll.cli;

/** A command that cannot go on, for a reason its user can understand: printed as it is, without a stack trace. */
final class CommandFailure extends RuntimeException {
  CommandFailure(String message) {
    super(message);
  }
}
