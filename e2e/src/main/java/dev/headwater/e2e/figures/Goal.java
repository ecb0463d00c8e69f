package dev.headwater.e2e.figures;

/** What a measured number is held to, in the unit of its figure. */
public sealed interface Goal {

    boolean isMetBy(double measured);

    /** As in {@code <= 3}. */
    String text();

    static Goal atMost(double limit) {
        return new AtMost(limit);
    }

    static Goal atLeast(double limit) {
        return new AtLeast(limit);
    }

    /** For numbers that are watched and not judged: it only has to be there. */
    static Goal reported() {
        return new Reported();
    }

    /** The number must not be larger. */
    record AtMost(double limit) implements Goal {
        @Override
        public boolean isMetBy(double measured) {
            return measured <= limit;
        }

        @Override
        public String text() {
            return "<= " + Numbers.plain(limit);
        }
    }

    /** The number must not be smaller. */
    record AtLeast(double limit) implements Goal {
        @Override
        public boolean isMetBy(double measured) {
            return measured >= limit;
        }

        @Override
        public String text() {
            return ">= " + Numbers.plain(limit);
        }
    }

    /** Any number. */
    record Reported() implements Goal {
        @Override
        public boolean isMetBy(double measured) {
            return true;
        }

        @Override
        public String text() {
            return "reported";
        }
    }
}
