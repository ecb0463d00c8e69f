package dev.headwater.keeper.hygiene;

import java.util.function.IntPredicate;

/** Patterns with a star that stands for any number of items, without the exponential time of regular expressions. */
final class Wildcard {
    /** Whether the pattern's item at {@code p} stands for the text's item at {@code t}. */
    @FunctionalInterface
    interface Items {
        boolean equal(int p, int t);
    }

    /**
     * Tries the latest star again with one item more whenever the rest does not match; earlier ones need not be tried again.
     *
     * @param isStar whether the pattern's item is a star
     */
    static boolean matches(int patternLength, IntPredicate isStar, int textLength, Items items) {
        var p = 0;
        var t = 0;
        var star = -1;
        var begin = 0;
        while (t < textLength) {
            if (p < patternLength && isStar.test(p)) {
                star = p++;
                begin = t;
            } else if (p < patternLength && items.equal(p, t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++begin;
            } else {
                return false;
            }
        }
        while (p < patternLength && isStar.test(p)) {
            p++;
        }
        return p == patternLength;
    }

    private Wildcard() {}
}
