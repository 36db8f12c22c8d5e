package io.ecsimages.server.transfer;

import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The format of a dump, as its first bytes show it.
 *
 * @param syntax the syntax
 * @param utf16 UTF-16 with its byte order, which PowerShell writes; null for any other encoding
 */
record DumpFormat(Syntax syntax, @Nullable Charset utf16) {

    /** The syntax of a dump. */
    enum Syntax {
        JSON,
        XML,
        HTML
    }

    private static final int LOOK_AHEAD = 4096;

    /** White space, and the bytes of byte order marks. */
    private static final Pattern BLANK = Pattern.compile("^[ \t\r\n\u00ef\u00bb\u00bf\u00fe\u00ff]+");

    private static final Pattern HTML = Pattern.compile("(?i)<(!doctype\\s+)?html\\b");

    /** Finds the format of a stream that supports marks, and skips the byte order mark of UTF-16. */
    static DumpFormat detect(InputStream stream) throws IOException {
        stream.mark(LOOK_AHEAD);
        var start = new String(stream.readNBytes(LOOK_AHEAD), StandardCharsets.ISO_8859_1);
        stream.reset();
        if (start.startsWith("\u00fe\u00ff") || start.startsWith("\u00ff\u00fe")) {
            stream.skipNBytes(2);
        }
        return new DumpFormat(syntax(start), utf16(start));
    }

    private static Syntax syntax(String start) {
        var text = BLANK.matcher(start.replace("\0", "")).replaceFirst("");
        if (HTML.matcher(text).lookingAt()) {
            return Syntax.HTML;
        }
        return text.startsWith("<") ? Syntax.XML : Syntax.JSON;
    }

    /** A response starts with an ASCII character, of which one byte in UTF-16 is zero. */
    @Nullable
    private static Charset utf16(String start) {
        if (start.startsWith("\u00fe\u00ff") || start.matches("(?s)\0[^\0].*")) {
            return StandardCharsets.UTF_16BE;
        } else if (start.startsWith("\u00ff\u00fe") || start.matches("(?s)[^\0]\0([^\0].*)?")) {
            return StandardCharsets.UTF_16LE;
        }
        return null;
    }
}
