package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenApiTest {
  private final ApiDescription description = new ApiDescription();

  @Test
  void what_the_public_port_serves_is_described_and_the_reverse() {
    try (PublicPort port = new PublicPort()) {
      assertThat(ApiDescription.served(port.server().router()))
          .isEqualTo(description.operations("public"))
          .hasSizeGreaterThan(18);
    }
  }

  @Test
  void every_described_path_answers_with_a_described_code() {
    try (PublicPort port = new PublicPort()) {
      assertThat(description.operations("public")).allSatisfy(operation -> {
        String[] methodAndPath = operation.split(" ");
        String path = methodAndPath[1].replaceAll(":\\w+", "x");
        String code = Integer.toString(port.send(methodAndPath[0], path).statusCode());

        assertThat(description.codes(operation)).contains(code);
      });
    }
  }
}
