package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationPageTest {
  private static final Path PAGE = Path.of("docs", "configuration.md");
  private static final String COMMAND =
      "mvn -q test -Dtest=ConfigurationPageTest -Datoll.write-docs=true";

  private final ConfigurationPage page = new ConfigurationPage(PackagedSettings.text());

  @Test
  void the_page_is_that_of_the_settings() throws IOException {
    String text = page.text(COMMAND);
    if (Boolean.getBoolean("atoll.write-docs")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, text);
    }

    assertThat(Files.readString(PAGE)).as("stale, run: " + COMMAND).isEqualTo(text);
  }

  @Test
  void every_key_and_part_is_explained() {
    SettingKeys keys = new SettingKeys(AtollSettings.class);

    assertThat(keys.names())
        .allSatisfy(key -> assertThat(page.comment(key)).as(key).isNotEmpty());
    assertThat(keys.parts())
        .allSatisfy(part -> assertThat(page.comment(part)).as(part).isNotEmpty());
  }
}
