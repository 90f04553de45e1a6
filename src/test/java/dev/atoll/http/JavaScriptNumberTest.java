package dev.atoll.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaScriptNumberTest {
  /** By ECMA-262, Number::toString. */
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0.0,0",
    "16,16",
    "-1.5,-1.5",
    "1e3,1000",
    "12345678.5,12345678.5",
    "1e20,100000000000000000000",
    "123456789012345680000,123456789012345680000",
    "1e21,1e+21",
    "1.5e300,1.5e+300",
    "0.001,0.001",
    "0.0001,0.0001",
    "0.000001,0.000001",
    "1e-7,1e-7",
    "-1.25e-9,-1.25e-9",
    "2e-3,0.002",
    "2.2250738585072014E-308,2.2250738585072014e-308"
  })
  void prints_doubles_as_ecmascript_does(double number, String text) {
    assertThat(JavaScriptNumber.text(number)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "1.1,1.100000023841858",
    "0.1,0.10000000149011612",
    "-45.678,-45.678001403808594",
    "3.4028235e38,3.4028234663852886e+38",
    "1e-45,1.401298464324817e-45",
    "16777216,16777216"
  })
  void prints_floats_as_the_double_they_widen_to(float number, String text) {
    assertThat(JavaScriptNumber.text(number)).isEqualTo(text);
  }

  @Test
  void has_null_for_what_json_cannot_say() {
    assertThat(JavaScriptNumber.text(Double.NaN)).isEqualTo("null");
    assertThat(JavaScriptNumber.text(Double.NEGATIVE_INFINITY)).isEqualTo("null");
  }

  @Property
  void every_text_reads_back_as_the_same_number(@ForAll double number) {
    assertThat(Double.parseDouble(JavaScriptNumber.text(number))).isEqualTo(number + 0.0);
  }
}
