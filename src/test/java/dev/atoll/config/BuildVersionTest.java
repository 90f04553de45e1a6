package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildVersionTest {

  @Test
  void the_build_has_filled_in_the_version() {
    BuildVersion version = BuildVersion.current();

    assertThat(version.version()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(version.commitHash()).matches("[0-9a-f]{40}|unknown");
  }

  @Test
  void people_see_the_beginning_of_the_commit() {
    assertThat(new BuildVersion("1.2.3", "0123456789abcdef")).hasToString("1.2.3 (01234567)");
    assertThat(new BuildVersion("1.2.3", "unknown")).hasToString("1.2.3");
  }
}
