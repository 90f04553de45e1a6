package dev.atoll.gateway;

/** A command that is not done: told to the server by name, and changes nothing. */
final class Refused extends RuntimeException {
  private final Problem problem;
  private final String text;
  private final int command;

  /** @param text what is wrong, for people; nothing of what the realm knows */
  Refused(Problem problem, String text) {
    this(problem, text, 0);
  }

  private Refused(Problem problem, String text, int command) {
    super(text, null, false, false);
    this.problem = problem;
    this.text = text;
    this.command = command;
  }

  /** The same of the command with this id. */
  Refused of(int id) {
    return new Refused(problem, text, id);
  }

  /** Id of the command, where it was known already when the rest of it was read. */
  int command() {
    return command;
  }

  Problem problem() {
    return problem;
  }

  String text() {
    return text;
  }
}
