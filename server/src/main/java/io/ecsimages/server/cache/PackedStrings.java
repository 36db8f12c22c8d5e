package io.ecsimages.server.cache;

import java.util.Arrays;

/** A column of strings, concatenated: a string object for each would take several times the memory. */
record PackedStrings(String all, int[] ends) {

    /** Concatenates strings. */
    static final class Builder {

        private final StringBuilder all = new StringBuilder();
        private final int[] ends;
        private int size;

        Builder(int size) {
            ends = new int[size];
        }

        void add(String string) {
            ends[size++] = all.append(string).length();
        }

        void add(PackedStrings source, int from, int to) {
            int shift = all.length() - source.start(from);
            all.append(source.all, source.start(from), source.ends[to - 1]);
            for (int i = from; i < to; i++) {
                ends[size++] = source.ends[i] + shift;
            }
        }

        PackedStrings build() {
            return new PackedStrings(all.toString(), ends);
        }
    }

    /** The number of characters. */
    int length() {
        return all.length();
    }

    String get(int index) {
        return all.substring(start(index), ends[index]);
    }

    boolean isEqual(int index, String string) {
        int start = start(index);
        return ends[index] - start == string.length() && all.startsWith(string, start);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** The index of a string that is in the list at most once; negative if it is not. */
    int indexOf(String string) {
        for (int at = all.indexOf(string); at >= 0; at = all.indexOf(string, at + 1)) {
            int index = Arrays.binarySearch(ends, at + string.length());
            if (index >= 0 && start(index) == at) {
                return index;
            }
        }
        return -1;
    }
}
