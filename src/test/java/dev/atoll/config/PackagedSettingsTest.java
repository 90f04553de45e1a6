package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PackagedSettingsTest {
  private final SettingKeys keys = new SettingKeys(AtollSettings.class);

  @Test
  void the_file_has_every_key_and_no_other() {
    assertThat(PackagedSettings.values().keySet())
        .containsExactlyInAnyOrderElementsOf(keys.names());
  }

  @Test
  void the_file_is_the_one_in_conf() throws IOException {
    assertThat(PackagedSettings.text()).isEqualTo(Files.readString(Path.of("conf", "atoll.yaml")));
  }

  @Test
  void no_two_keys_share_a_variable() {
    assertThat(keys.all()).extracting(SettingKey::variable).doesNotHaveDuplicates();
  }
}
