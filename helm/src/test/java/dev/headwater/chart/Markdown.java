package dev.headwater.chart;

import java.util.List;
import java.util.stream.Collectors;

/** Tables of the reference pages. */
final class Markdown {
    static String table(List<String> head, List<List<String>> rows) {
        return row(head)
                + row(head.stream().map(column -> "---").toList())
                + rows.stream().map(Markdown::row).collect(Collectors.joining());
    }

    static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }

    /** A pipe would end the cell, also within code. */
    private static String row(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private Markdown() {}
}
