package io.ecsimages.server.catalogue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file of {@code DescribeImages} answers in JSON: one, an array of them, or one after another (one a line). It is read
 * twice, as a stream: first for the region of each answer, which may stand behind its images, then for the images.
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

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    private static final int LONGEST_REGION = 64;

    /** Where the parser's messages begin to speak of its own settings. */
    private static final Pattern OF_THE_PARSER = Pattern.compile(" \\(for \\w+ starting at .*\\)$");

    private final String name;
    private final Source source;
    private final String defaultRegion;

    public Dump(String name, Source source, @Nullable String defaultRegion) {
        this.name = name;
        this.source = source;
        this.defaultRegion = defaultRegion;
    }

    /** Reads every image, in the order in which they stand. */
    void forEachImage(Sink sink) throws IOException {
        var regions = new ArrayList<String>();
        read((regionId, image, place) -> {}, null, regions);
        if (regions.isEmpty()) {
            throw new ImportException(name, "it holds no answer of DescribeImages");
        }
        read(sink, regions.iterator(), new ArrayList<>());
    }

    /** @param regions the region of each answer; null while they are being found out */
    private void read(Sink sink, @Nullable Iterator<String> regions, List<String> found) throws IOException {
        try (var stream = source.open();
                var parser = MAPPER.createParser(stream)) {
            try {
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.START_ARRAY) {
                        while (parser.nextToken() != JsonToken.END_ARRAY) {
                            found.add(answer(parser, sink, regions));
                        }
                    } else {
                        found.add(answer(parser, sink, regions));
                    }
                }
            } catch (JsonProcessingException e) {
                throw new ImportException(
                        place(e), OF_THE_PARSER.matcher(e.getOriginalMessage()).replaceFirst(""));
            }
        }
    }

    private String place(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? name : name + ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private String answer(JsonParser parser, Sink sink, @Nullable Iterator<String> regions) throws IOException {
        var start = place(parser);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new ImportException(start, "an answer of DescribeImages is expected, an object");
        }
        var region = regions == null ? null : regions.next();
        String regionId = null;
        boolean images = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var member = parser.currentName();
            parser.nextToken();
            if (member.equals("RegionId")) {
                regionId = regionId(parser);
            } else if (member.equals("Code")) {
                throw new ImportException(start, "it is an error answer: " + parser.getValueAsString(""));
            } else if (member.equals("Images")) {
                images = true;
                images(parser, region, sink);
            } else {
                parser.skipChildren();
            }
        }
        if (!images) {
            throw new ImportException(start, "it has no Images");
        }
        return region(regionId, start);
    }

    private String regionId(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(parser, JsonToken.VALUE_STRING, "RegionId must be a text");
        return parser.getText();
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

    private void images(JsonParser parser, @Nullable String region, Sink sink) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "Images must be an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var member = parser.currentName();
            parser.nextToken();
            if (!member.equals("Image")) {
                parser.skipChildren();
                continue;
            }
            expect(parser, JsonToken.START_ARRAY, "Images.Image must be a list");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                var place = place(parser);
                expect(parser, JsonToken.START_OBJECT, "an image must be an object");
                if (region == null) {
                    parser.skipChildren();
                } else {
                    sink.accept(region, MAPPER.<ObjectNode>readTree(parser), place);
                }
            }
        }
    }

    private void expect(JsonParser parser, JsonToken token, String otherwise) throws IOException {
        if (parser.currentToken() != token) {
            throw new ImportException(place(parser), otherwise);
        }
    }

    private String place(JsonParser parser) {
        var path = parser.getParsingContext().pathAsPointer().toString();
        return name + ", line " + parser.currentTokenLocation().getLineNr() + (path.isEmpty() ? "" : ", at " + path);
    }
}
