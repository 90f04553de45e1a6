package dev.atoll.bus;

import io.vertx.core.Future;

/**
 * Carries to elsewhere what is asked for here: told of each pattern when its first subscription begins and when its last one
 * ends, one call at a time and in that order. Called on whatever thread subscribes: must neither block, nor subscribe or
 * cancel itself.
 */
public interface Interest {
  /**
   * Somebody begins to ask for a pattern.
   *
   * @return succeeds, on any thread and within about a second, when messages from elsewhere will come; a failure counts as success, since a
   *     subscription is in force here in any case
   */
  Future<Void> begins(Pattern pattern);

  /** Nobody asks for it any more. */
  void ends(Pattern pattern);
}
