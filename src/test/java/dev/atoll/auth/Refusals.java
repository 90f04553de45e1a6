package dev.atoll.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atoll.Patience;
import io.vertx.core.Future;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** How tests look at refusals and futures. */
final class Refusals {
  private Refusals() {}

  static AuthRefusal refusalOf(ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).isInstanceOf(AuthRefusedException.class);
    assertThat(thrown)
        .hasMessage(((AuthRefusedException) thrown).refusal().name())
        .hasNoCause();
    return ((AuthRefusedException) thrown).refusal();
  }

  static AuthRefusal refusalOf(Future<?> future) {
    return refusalOf(() -> {
      try {
        await(future);
      } catch (CompletionException e) {
        throw e.getCause();
      }
    });
  }

  static <T> T await(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(Patience.SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
