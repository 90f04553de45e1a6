package dev.atoll.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {
  @ParameterizedTest
  @EnumSource
  void each_fits_a_close_frame(CloseReason reason) {
    assertThat(WebSocketCloseStatus.isValidStatusCode(reason.code())).isTrue();
    assertThat(reason.code()).isLessThan(5000);
    assertThat(reason.text().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1, 123);
  }

  @ParameterizedTest
  @EnumSource
  void what_a_client_did_wrong_or_wished_is_not_worth_a_retry(CloseReason reason) {
    boolean faulty = reason.code() >= 1002 && reason.code() <= 1009;

    assertThat(reason.retry() == CloseReason.Retry.NEVER)
        .isEqualTo(faulty || reason.code() == 4000 || reason.code() == 1000);
  }
}
