package dev.atoll.config;

import java.util.List;

/**
 * Settings that hold, and how they came about.
 *
 * @param settings what counts
 * @param effective each key with its value and origin, in the order of the records
 * @param warnings what an operator should know though the node can start, a line each
 */
public record LoadedSettings(
    AtollSettings settings, List<EffectiveSetting> effective, List<String> warnings) {

  public LoadedSettings {
    effective = List.copyOf(effective);
    warnings = List.copyOf(warnings);
  }
}
