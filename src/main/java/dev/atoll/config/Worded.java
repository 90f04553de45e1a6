package dev.atoll.config;

/** A choice that settings write in another way than its constant, as words that begin with a digit must be. */
interface Worded {
  /** As settings write it. */
  String word();
}
