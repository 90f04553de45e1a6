package dev.atoll.http;

import com.fasterxml.jackson.core.io.NumberOutput;
import java.math.BigDecimal;

/**
 * Numbers as the reference services print them: ECMAScript's {@code Number::toString}, the fewest digits that give the
 * same double. A {@code float} prints as the double it widens to: 1.1f is 1.100000023841858.
 */
final class JavaScriptNumber {
  /** Beyond it not every whole number is a double. */
  private static final double LARGEST_WHOLE = 1L << 53;

  private static final double SCIENTIFIC_FROM = 1e21;
  private static final double SCIENTIFIC_BELOW = 1e-6;

  private JavaScriptNumber() {}

  /** The number's text, {@code null} where JSON has none. */
  static String text(double number) {
    if (number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE) {
      return Long.toString((long) number);
    }
    if (!Double.isFinite(number)) {
      return "null";
    }
    String java = NumberOutput.toString(number, true);
    return java.indexOf('E') < 0 ? java : rewritten(number, new BigDecimal(java));
  }

  private static String rewritten(double number, BigDecimal exact) {
    double size = Math.abs(number);
    if (size >= SCIENTIFIC_BELOW && size < SCIENTIFIC_FROM) {
      BigDecimal plain = exact.stripTrailingZeros();
      return plain.toPlainString();
    }
    BigDecimal digits = exact.stripTrailingZeros();
    int exponent = digits.precision() - digits.scale() - 1;
    String mantissa = digits.movePointLeft(exponent).stripTrailingZeros().toPlainString();
    return mantissa + (exponent < 0 ? "e-" : "e+") + Math.abs(exponent);
  }
}
