package io.ecsimages.server.transfer;

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
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Reads JSON responses: a single one, an array, or a sequence such as one per line. A response can also have the form of an
 * SDK's class: in the field {@code body}, with names such as {@code regionId} or {@code region_id}, and with the images as a
 * list without its wrapper.
 */
final class JsonDumpReader {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    /** The end of a parser message, which names parser settings. */
    private static final Pattern PARSER_DETAILS = Pattern.compile(" \\(for \\w+ starting at .*\\)$");

    private static final int MAX_OTHER_FIELDS = 8;
    private static final int MAX_NAME_LENGTH = 40;

    private final String name;

    /** @param name the file name, for error messages */
    JsonDumpReader(String name) {
        this.name = name;
    }

    void read(InputStream stream, DumpVisitor visitor) throws IOException {
        read(MAPPER.createParser(stream), visitor);
    }

    void read(Reader text, DumpVisitor visitor) throws IOException {
        read(MAPPER.createParser(text), visitor);
    }

    private void read(JsonParser opened, DumpVisitor visitor) throws IOException {
        try (var parser = opened) {
            try {
                readResponses(parser, visitor);
            } catch (CharacterCodingException e) {
                throw new ImportException(location(parser), Dump.NOT_UTF_16);
            }
        } catch (JsonProcessingException e) {
            throw new ImportException(
                    location(e), PARSER_DETAILS.matcher(e.getOriginalMessage()).replaceFirst(""));
        }
    }

    private void readResponses(JsonParser parser, DumpVisitor visitor) throws IOException {
        while (parser.nextToken() != null) {
            if (parser.currentToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    readResponse(parser, visitor);
                }
            } else {
                readResponse(parser, visitor);
            }
        }
    }

    private void readResponse(JsonParser parser, DumpVisitor visitor) throws IOException {
        var start = location(parser);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new ImportException(start, "a DescribeImages response (an object) is expected");
        }
        var response = new Response(visitor.visitResponse());
        readFields(parser, response);
        if (response.images < 0) {
            var others = response.otherFields.isEmpty() ? "" : ", only " + String.join(", ", response.otherFields);
            throw new ImportException(start, "the response has no Images" + others);
        }
        visitor.endResponse(
                new PageHeader(response.regionId, response.totalCount, response.pageNumber, response.images), start);
    }

    /** The fields of a response that were read so far. */
    private static final class Response {

        @Nullable
        private final DumpVisitor.ImageVisitor visitor;

        @Nullable
        private String regionId;

        @Nullable
        private Integer totalCount;

        @Nullable
        private Integer pageNumber;

        /** The number of images, negative if there is no list. */
        private int images = -1;

        /** The names of the first other fields, for error messages. */
        private final Set<String> otherFields = new TreeSet<>();

        Response(@Nullable DumpVisitor.ImageVisitor visitor) {
            this.visitor = visitor;
        }
    }

    /** Reads the fields of a response, or of the body in a response. */
    private void readFields(JsonParser parser, Response response) throws IOException {
        var start = location(parser);
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            var value = parser.nextToken();
            switch (SdkNames.key(field)) {
                case "regionid" -> response.regionId = readRegionId(parser);
                case "code" -> refuseError(parser, start);
                case "totalcount" -> response.totalCount = readCount(parser, field);
                case "pagenumber" -> response.pageNumber = readCount(parser, field);
                case "images" -> response.images = readImages(parser, response.visitor);
                case "body" -> {
                    if (value == JsonToken.START_OBJECT) {
                        readFields(parser, response);
                    } else if (value != JsonToken.VALUE_NULL) {
                        throw new ImportException(location(parser), field + " must be an object");
                    }
                }
                default -> {
                    if (response.otherFields.size() < MAX_OTHER_FIELDS && field.length() <= MAX_NAME_LENGTH) {
                        response.otherFields.add(field);
                    }
                    parser.skipChildren();
                }
            }
        }
    }

    private static void refuseError(JsonParser parser, String start) throws IOException {
        var code = parser.getValueAsString("");
        if (!code.isEmpty()) {
            throw new ImportException(start, "the response is an error: " + code);
        }
        parser.skipChildren();
    }

    @Nullable
    private Integer readCount(JsonParser parser, String field) throws IOException {
        var count = PageHeader.parseCount(parser.getValueAsString(), field, location(parser));
        parser.skipChildren();
        return count;
    }

    @Nullable
    private String readRegionId(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(parser, JsonToken.VALUE_STRING, "RegionId must be a string");
        return parser.getText();
    }

    /** @return the number of images */
    private int readImages(JsonParser parser, @Nullable DumpVisitor.ImageVisitor visitor) throws IOException {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            return readImageList(parser, visitor);
        }
        expect(parser, JsonToken.START_OBJECT, "Images must be an object or a list");
        int count = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            var value = parser.nextToken();
            if (!SdkNames.key(field).equals("image")) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                expect(parser, JsonToken.START_ARRAY, "Images.Image must be a list");
                count += readImageList(parser, visitor);
            }
        }
        return count;
    }

    private int readImageList(JsonParser parser, @Nullable DumpVisitor.ImageVisitor visitor) throws IOException {
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var location = location(parser);
            expect(parser, JsonToken.START_OBJECT, "an image must be an object");
            count++;
            if (visitor == null) {
                parser.skipChildren();
            } else {
                visitor.visitImage(MAPPER.<ObjectNode>readTree(parser), location);
            }
        }
        return count;
    }

    private void expect(JsonParser parser, JsonToken token, String message) throws IOException {
        if (parser.currentToken() != token) {
            throw new ImportException(location(parser), message);
        }
    }

    private String location(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? name : name + ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private String location(JsonParser parser) {
        var path = parser.getParsingContext().pathAsPointer().toString();
        return name + ", line " + parser.currentTokenLocation().getLineNr() + (path.isEmpty() ? "" : ", at " + path);
    }
}
