package dev.atoll;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each {@code await()} without a time of its own as long as {@link Patience} has; in force in all tests, see junit-platform.properties. */
public final class PatientAwaits implements BeforeAllCallback {
  @Override
  public void beforeAll(ExtensionContext tests) {
    Awaitility.setDefaultTimeout(Patience.TIME);
  }
}
