package io.ecsimages.benchmark;

import io.ecsimages.benchmark.Report.Row;
import java.util.List;
import java.util.Locale;

/** A horizontal bar chart as SVG, for light and dark backgrounds. */
record BarChart(String title, List<Row> bars) {

    private static final int WIDTH = 720;
    private static final int NAMES = 230;
    private static final int NUMBERS = 90;
    private static final int BAR = 26;
    private static final int TOP = 44;

    String svg() {
        double most = bars.stream().mapToDouble(BarChart::value).max().orElseThrow();
        var svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
                <style>
                  text { fill: #1f2328 } rect { fill: #2f6fdd } rect.ground { fill: #ffffff }
                  @media (prefers-color-scheme: dark) {
                    text { fill: #e6edf3 } rect { fill: #5b9bff } rect.ground { fill: #0d1117 }
                  }
                </style>
                <rect class="ground" width="100%%" height="100%%"/>
                <text x="12" y="26" font-size="15" font-weight="bold">%s</text>
                """.formatted(WIDTH, TOP + BAR * bars.size() + 12, escaped(title)));
        for (int i = 0; i < bars.size(); i++) {
            int y = TOP + BAR * i;
            double width = Math.max(1, (WIDTH - NAMES - NUMBERS) * value(bars.get(i)) / most);
            svg.append(String.format(
                    Locale.ROOT,
                    """
                    <text x="%d" y="%d" text-anchor="end">%s</text>
                    <rect x="%d" y="%d" width="%.1f" height="%d" rx="2"/>
                    <text x="%.1f" y="%d">%s</text>
                    """,
                    NAMES - 10,
                    y + 16,
                    escaped(bars.get(i).name()),
                    NAMES,
                    y + 3,
                    width,
                    BAR - 8,
                    NAMES + width + 8,
                    y + 16,
                    Report.text(bars.get(i).cells()[0])));
        }
        return svg.append("</svg>\n").toString();
    }

    private static double value(Row bar) {
        return ((Number) bar.cells()[0]).doubleValue();
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
