package io.ecsimages.server.image;

import java.util.List;

/**
 * A name with wildcards: compared exactly, but {@code *} matches any run of characters. Matching takes one pass over the name,
 * however many wildcards there are.
 */
public final class GlobPattern {

    /** The strings before, between and behind the wildcards. */
    private final List<String> parts;

    public GlobPattern(String pattern) {
        this.parts = List.of(pattern.split("\\*", -1));
    }

    public boolean matches(String name) {
        var first = parts.get(0);
        var last = parts.get(parts.size() - 1);
        if (parts.size() == 1) {
            return name.equals(first);
        }
        int at = first.length();
        int end = name.length() - last.length();
        if (at > end || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        for (String part : parts.subList(1, parts.size() - 1)) {
            // The first match is the best one: it leaves most characters to the parts behind it.
            at = name.indexOf(part, at);
            if (at < 0 || at + part.length() > end) {
                return false;
            }
            at += part.length();
        }
        return true;
    }
}
