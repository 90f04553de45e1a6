package dev.atoll.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atoll.http.ApiDescription;
import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final ApiDescription description = new ApiDescription();

  @Test
  void what_the_management_port_serves_is_described_and_the_reverse() {
    try (OperationsPort port = new OperationsPort()) {
      assertThat(ApiDescription.served(port.router()))
          .isEqualTo(description.operations("management"))
          .hasSize(9);
    }
  }

  @Test
  void every_described_path_answers_with_a_described_code() {
    try (OperationsPort port = new OperationsPort()) {
      port.trace.complete(Buffer.buffer("{}"));

      assertThat(description.operations("management")).allSatisfy(operation -> {
        String[] words = operation.split(" ");
        String code = Integer.toString(port.send(words[0], words[1]).join().statusCode());

        assertThat(description.codes(operation)).contains(code);
      });
    }
  }
}
