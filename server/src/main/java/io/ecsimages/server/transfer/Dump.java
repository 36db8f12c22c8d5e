package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of {@code DescribeImages} answers, in JSON or XML, compressed by gzip or not: what it is shows in its first
 * characters. It is read twice, as a stream: first for the region of each answer, which may stand behind its images, then
 * for the images.
 */
public final class Dump {

    /** Opens the file, from its beginning. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Takes one image. */
    interface Sink {
        void accept(String regionId, ObjectNode image, String place);
    }

    private static final int LONGEST_REGION = 64;

    /** What may stand before the first character of an answer: blanks, and the mark and zeros of UTF-16. */
    private static final String BLANK = " \t\r\n\0\u00ef\u00bb\u00bf\u00fe\u00ff";

    private static final int BEGINNING = 4096;

    private final String name;
    private final Source source;

    @Nullable
    private final String defaultRegion;

    public Dump(String name, Source source, @Nullable String defaultRegion) {
        this.name = name;
        this.source = source;
        this.defaultRegion = defaultRegion;
    }

    /**
     * Reads every image, in the order in which they stand.
     *
     * @param pages the {@link #pages} of the dump
     */
    void forEachImage(Iterator<PageHeader> pages, Sink sink) throws IOException {
        read(new DumpVisitor() {
            @Override
            public ImageSink next() {
                var region = Objects.requireNonNull(pages.next().regionId());
                return (image, place) -> sink.accept(region, image, place);
            }

            @Override
            public void end(PageHeader page, String place) {}
        });
    }

    /** What each answer says of itself; its region is known. */
    List<PageHeader> pages() throws IOException {
        var pages = new ArrayList<PageHeader>();
        read(new DumpVisitor() {
            @Override
            @Nullable
            public ImageSink next() {
                return null;
            }

            @Override
            public void end(PageHeader page, String place) {
                pages.add(page.in(region(page.regionId(), place).intern()));
            }
        });
        if (pages.isEmpty()) {
            throw new ImportException(name, "it holds no answer of DescribeImages");
        }
        return pages;
    }

    private void read(DumpVisitor answers) throws IOException {
        try (var stream = decompressed()) {
            if (beginsWith(stream, '<')) {
                new XmlDumpReader(name).read(stream, answers);
            } else {
                new JsonDumpReader(name).read(stream, answers);
            }
        } catch (ZipException | EOFException e) {
            throw new ImportException(name, "its compression is broken: " + e.getMessage());
        }
    }

    private InputStream decompressed() throws IOException {
        var stream = new BufferedInputStream(source.open());
        stream.mark(2);
        boolean compressed = stream.read() == 0x1f && stream.read() == 0x8b;
        stream.reset();
        if (!compressed) {
            return stream;
        }
        try {
            return new BufferedInputStream(new GZIPInputStream(stream));
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    private static boolean beginsWith(InputStream stream, char wanted) throws IOException {
        stream.mark(BEGINNING);
        int character = stream.read();
        for (int i = 1; i < BEGINNING && character >= 0 && BLANK.indexOf(character) >= 0; i++) {
            character = stream.read();
        }
        stream.reset();
        return character == wanted;
    }

    private String region(@Nullable String regionId, String place) {
        if (regionId == null || regionId.isEmpty()) {
            if (defaultRegion == null) {
                throw new ImportException(place, "the answer names no RegionId; say --region");
            }
            return defaultRegion;
        }
        if (regionId.length() > LONGEST_REGION) {
            throw new ImportException(place, "the name of the region is longer than " + LONGEST_REGION + " characters");
        }
        if (defaultRegion != null && !defaultRegion.equals(regionId)) {
            throw new ImportException(place, "the answer is of " + regionId + ", not of " + defaultRegion);
        }
        return regionId;
    }
}
