package dev.headwater.e2e.figures;

import java.util.List;

/** Repeated measurements of the same thing, in ascending order. */
public record Distribution(List<Double> sorted) {

    public Distribution {
        sorted = sorted.stream().sorted().toList();
        if (sorted.isEmpty()) {
            throw new IllegalArgumentException("a distribution needs at least one value");
        }
    }

    public double median() {
        var middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The smallest value that at least 95 % of the values do not exceed (nearest rank). */
    public double p95() {
        return sorted.get((int) Math.ceil(0.95 * sorted.size()) - 1);
    }

    public double max() {
        return sorted.getLast();
    }
}
