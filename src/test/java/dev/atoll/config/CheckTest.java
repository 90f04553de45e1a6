package dev.atoll.config;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "127.0.0.1",
        "::1",
        "fe80::/10",
        "255.255.255.255/32",
        "::ffff:10.1.2.3"
      })
  void addresses_and_blocks_hold(String block) {
    assertThatCode(() -> Check.addressBlock("key", block)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy",
        "256.1.1.1",
        "1.2.3",
        "1.2.3.4.",
        "1.2.3.4/33",
        "::1/129",
        ":::",
        "face",
        "1.2.3.4/"
      })
  void what_is_no_address_does_not(String block) {
    assertThatThrownBy(() -> Check.addressBlock("key", block)).isInstanceOf(SettingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a",
        "a.example",
        "http:///x",
        "http://a?b",
        "http://a#b",
        "http://a:70000",
        ""
      })
  void what_is_no_url_of_the_web_does_not_hold(String url) {
    assertThatThrownBy(() -> Check.httpUrl("key", URI.create(url)))
        .isInstanceOf(SettingException.class);
  }
}
