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
 * A file of {@code DescribeImages} responses in JSON or XML, optionally compressed with gzip. The first characters show the
 * format. The file is read twice as a stream: first for the region of each response, because RegionId may follow the
 * images; then for the images.
 */
public final class Dump {

    /** Opens the file at its beginning. */
    public interface Source {
        InputStream open() throws IOException;
    }

    /** Receives one image. */
    interface ImageConsumer {
        void accept(String regionId, ObjectNode image, String location);
    }

    private static final int MAX_REGION_LENGTH = 64;

    /** Characters to skip before a response: white space, byte order marks, and the zero bytes of UTF-16. */
    private static final String BLANK = " \t\r\n\0\u00ef\u00bb\u00bf\u00fe\u00ff";

    private static final int LOOK_AHEAD = 4096;

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
     * Reads the images in the order of the file.
     *
     * @param pages the {@link #pages} of the dump
     */
    void forEachImage(Iterator<PageHeader> pages, ImageConsumer consumer) throws IOException {
        read(new DumpVisitor() {
            @Override
            public ImageVisitor visitResponse() {
                var region = Objects.requireNonNull(pages.next().regionId());
                return (image, location) -> consumer.accept(region, image, location);
            }

            @Override
            public void endResponse(PageHeader page, String location) {}
        });
    }

    /** Reads the header of each response and sets its region. */
    List<PageHeader> pages() throws IOException {
        var pages = new ArrayList<PageHeader>();
        read(new DumpVisitor() {
            @Override
            @Nullable
            public ImageVisitor visitResponse() {
                return null;
            }

            @Override
            public void endResponse(PageHeader page, String location) {
                pages.add(page.withRegionId(region(page.regionId(), location).intern()));
            }
        });
        if (pages.isEmpty()) {
            throw new ImportException(name, "no DescribeImages response found");
        }
        return pages;
    }

    private void read(DumpVisitor visitor) throws IOException {
        try (var stream = decompressed()) {
            if (beginsWith(stream, '<')) {
                new XmlDumpReader(name).read(stream, visitor);
            } else {
                new JsonDumpReader(name).read(stream, visitor);
            }
        } catch (ZipException | EOFException e) {
            throw new ImportException(name, "the compressed data is damaged: " + e.getMessage());
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

    private static boolean beginsWith(InputStream stream, char expected) throws IOException {
        stream.mark(LOOK_AHEAD);
        int character = stream.read();
        for (int i = 1; i < LOOK_AHEAD && character >= 0 && BLANK.indexOf(character) >= 0; i++) {
            character = stream.read();
        }
        stream.reset();
        return character == expected;
    }

    private String region(@Nullable String regionId, String location) {
        if (regionId == null || regionId.isEmpty()) {
            if (defaultRegion == null) {
                throw new ImportException(location, "the response has no RegionId; pass --region");
            }
            return defaultRegion;
        }
        if (regionId.length() > MAX_REGION_LENGTH) {
            throw new ImportException(location, "RegionId is longer than " + MAX_REGION_LENGTH + " characters");
        }
        if (defaultRegion != null && !defaultRegion.equals(regionId)) {
            throw new ImportException(location, "the response is for " + regionId + ", not for " + defaultRegion);
        }
        return regionId;
    }
}
