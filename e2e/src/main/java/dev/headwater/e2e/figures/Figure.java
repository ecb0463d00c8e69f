package dev.headwater.e2e.figures;

import java.util.OptionalDouble;

/**
 * One number with its goal.
 *
 * @param name as in {@code attach.median}
 * @param unit as in {@code s}, {@code MiB}, {@code ratio}
 * @param measured empty where it could not be measured
 */
public record Figure(String name, String unit, OptionalDouble measured, Goal goal) {

    public static Figure of(String name, String unit, double measured, Goal goal) {
        return new Figure(name, unit, OptionalDouble.of(measured), goal);
    }

    public static Figure missing(String name, String unit, Goal goal) {
        return new Figure(name, unit, OptionalDouble.empty(), goal);
    }

    public boolean met() {
        return measured.isPresent() && goal.isMetBy(measured.getAsDouble());
    }

    /** One line for a person, as in {@code attach.median  1.72 s  (goal <= 3)}. */
    public String line() {
        var number = measured.isPresent() ? Numbers.plain(measured.getAsDouble()) + " " + unit : "not measured";
        return "%-26s %-14s (goal %s)%s".formatted(name, number, goal.text(), met() ? "" : "  MISSED");
    }
}
