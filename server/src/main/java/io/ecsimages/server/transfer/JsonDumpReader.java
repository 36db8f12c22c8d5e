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
import java.util.regex.Pattern;

/** Reads JSON responses: a single one, an array, or a sequence such as one per line. */
final class JsonDumpReader {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    /** The end of a parser message, which names parser settings. */
    private static final Pattern PARSER_DETAILS = Pattern.compile(" \\(for \\w+ starting at .*\\)$");

    private final String name;

    /** @param name the file name, for error messages */
    JsonDumpReader(String name) {
        this.name = name;
    }

    void read(InputStream stream, DumpVisitor visitor) throws IOException {
        try (var parser = MAPPER.createParser(stream)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        readResponse(parser, visitor);
                    }
                } else {
                    readResponse(parser, visitor);
                }
            }
        } catch (JsonProcessingException e) {
            throw new ImportException(
                    location(e), PARSER_DETAILS.matcher(e.getOriginalMessage()).replaceFirst(""));
        }
    }

    private void readResponse(JsonParser parser, DumpVisitor visitor) throws IOException {
        var start = location(parser);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new ImportException(start, "a DescribeImages response (an object) is expected");
        }
        var imageVisitor = visitor.visitResponse();
        String regionId = null;
        Integer totalCount = null;
        Integer pageNumber = null;
        int images = -1;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            parser.nextToken();
            if (field.equals("RegionId")) {
                regionId = readRegionId(parser);
            } else if (field.equals("Code")) {
                throw new ImportException(start, "the response is an error: " + parser.getValueAsString(""));
            } else if (field.equals("TotalCount")) {
                totalCount = PageHeader.parseCount(parser.getValueAsString(), field, location(parser));
                parser.skipChildren();
            } else if (field.equals("PageNumber")) {
                pageNumber = PageHeader.parseCount(parser.getValueAsString(), field, location(parser));
                parser.skipChildren();
            } else if (field.equals("Images")) {
                images = readImages(parser, imageVisitor);
            } else {
                parser.skipChildren();
            }
        }
        if (images < 0) {
            throw new ImportException(start, "the response has no Images");
        }
        visitor.endResponse(new PageHeader(regionId, totalCount, pageNumber, images), start);
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
        expect(parser, JsonToken.START_OBJECT, "Images must be an object");
        int count = 0;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            parser.nextToken();
            if (!field.equals("Image")) {
                parser.skipChildren();
                continue;
            }
            expect(parser, JsonToken.START_ARRAY, "Images.Image must be a list");
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
