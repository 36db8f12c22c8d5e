package io.ecsimages.server.image;

import java.util.List;

/**
 * The name that images are asked for by: compared exactly, but that {@code *} stands for any run of characters. A name is held
 * against it in one pass, however many wildcards there are; a database may try all ways to place them.
 */
final class NamePattern {

    /** What stands before, between and behind the wildcards. */
    private final List<String> parts;

    NamePattern(String imageName) {
        this.parts = List.of(imageName.split("\\*", -1));
    }

    boolean matches(String name) {
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
            // The first place is the best one: it leaves most to those behind it.
            at = name.indexOf(part, at);
            if (at < 0 || at + part.length() > end) {
                return false;
            }
            at += part.length();
        }
        return true;
    }
}
