package dev.headwater.e2e.figures;

import java.math.BigDecimal;
import java.math.MathContext;

/** How numbers are written for people. */
final class Numbers {
    private static final MathContext DIGITS = new MathContext(4);

    private Numbers() {}

    /** Four significant digits, without an exponent and without zeros at the end. */
    static String plain(double number) {
        return new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString();
    }
}
