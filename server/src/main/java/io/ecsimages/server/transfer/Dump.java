package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file of {@code DescribeImages} responses in JSON or XML, optionally compressed with gzip. The first characters show the
 * format, and whether the encoding is UTF-16. The file is read twice as a stream: first for the region of each response, because RegionId may follow the
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

    static final String NOT_UTF_16 = "the text is not valid UTF-16, or its end is missing";

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
            var format = DumpFormat.detect(stream);
            var text = format.utf16() == null
                    ? null
                    : new InputStreamReader(stream, format.utf16().newDecoder());
            switch (format.syntax()) {
                case HTML -> throw new ImportException(name, "the file is an HTML page, not a DescribeImages response");
                case XML -> {
                    var reader = new XmlDumpReader(name);
                    if (text == null) {
                        reader.read(stream, visitor);
                    } else {
                        reader.read(text, visitor);
                    }
                }
                case JSON -> {
                    var reader = new JsonDumpReader(name);
                    if (text == null) {
                        reader.read(stream, visitor);
                    } else {
                        reader.read(text, visitor);
                    }
                }
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
