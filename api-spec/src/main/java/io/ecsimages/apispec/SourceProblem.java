package io.ecsimages.apispec;

import java.util.Comparator;

/**
 * A place of a hand-written OpenAPI document that the build refuses.
 *
 * @param file the file name
 * @param line the line, from 1
 * @param pointer the JSON pointer of the place
 * @param text the problem, and what to do
 */
record SourceProblem(String file, int line, String pointer, String text) implements Comparable<SourceProblem> {

    private static final Comparator<SourceProblem> ORDER = Comparator.comparing(SourceProblem::file)
            .thenComparing(SourceProblem::line)
            .thenComparing(SourceProblem::pointer)
            .thenComparing(SourceProblem::text);

    @Override
    public int compareTo(SourceProblem other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return file + ":" + line + ": " + (pointer.isEmpty() ? "" : pointer + ": ") + text;
    }
}
