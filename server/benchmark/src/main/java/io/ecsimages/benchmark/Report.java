package io.ecsimages.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The report: tables in Markdown, and charts. Each is printed when it is complete. */
final class Report {

    private final Path folder;
    private final List<String> parts = new ArrayList<>();

    /** @param folder for its files */
    Report(Path folder) throws IOException {
        this.folder = folder;
        add("Measured on " + LocalDate.now(ZoneOffset.UTC) + ": " + machine() + ", Java "
                + System.getProperty("java.version") + ", " + String.join(" ", Benchmark.FLAGS) + ".");
    }

    /** A row of a table. */
    record Row(String name, Object... cells) {}

    /** Adds a table. */
    void table(String title, List<String> columns, List<Row> rows) throws IOException {
        var table = new StringBuilder("### " + title + "\n\n| |");
        columns.forEach(column -> table.append(" ").append(column).append(" |"));
        table.append("\n|---|").append("--:|".repeat(columns.size())).append("\n");
        for (Row row : rows) {
            table.append("| ").append(row.name()).append(" |");
            for (Object cell : row.cells()) {
                table.append(" ").append(text(cell)).append(" |");
            }
            table.append("\n");
        }
        add(table.toString().strip());
    }

    /** Adds a chart of one number for each of several things. */
    void chart(String file, String title, List<Row> bars) throws IOException {
        Files.writeString(folder.resolve(file + ".svg"), new BarChart(title, bars).svg());
        add("![" + title + "](" + file + ".svg)");
    }

    private void add(String part) throws IOException {
        System.out.println(part + "\n");
        parts.add(part);
        Files.writeString(folder.resolve("results.md"), String.join("\n\n", parts) + "\n");
    }

    /** A number with three significant digits. */
    static String text(Object cell) {
        if (!(cell instanceof Number number)) {
            return String.valueOf(cell);
        }
        double value = number.doubleValue();
        return value >= 100 || value == Math.rint(value)
                ? "%,.0f".formatted(value)
                : value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
    }

    private static String machine() throws IOException {
        var processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse(System.getProperty("os.arch"));
        return Runtime.getRuntime().availableProcessors() + " cores of " + processor;
    }

    static double median(double... values) {
        var sorted = Arrays.stream(values).sorted().boxed().collect(Collectors.toList());
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
