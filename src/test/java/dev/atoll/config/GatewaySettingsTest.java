package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GatewaySettingsTest {
  private static final String PREVIOUS = "the secret before this one";

  @Test
  void a_previous_secret_alone_is_refused_by_its_key_and_not_shown() {
    assertThatThrownBy(() -> AtollSettings.of(Map.of("gateway.previous-secret", PREVIOUS)))
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("gateway.previous-secret = ***")
        .hasMessageContaining("set together with gateway.secret")
        .hasMessageNotContaining(PREVIOUS);
    assertThatThrownBy(() -> AtollSettings.of(Map.of("gateway.previous-secret-file", "/run/old")))
        .hasMessageContaining("gateway.previous-secret-file = /run/old");
  }

  @Test
  void beside_a_secret_wherever_that_is_it_holds() {
    assertThatCode(() -> AtollSettings.of(
            Map.of("gateway.previous-secret", PREVIOUS, "gateway.secret-file", "/run/new")))
        .doesNotThrowAnyException();
  }
}
