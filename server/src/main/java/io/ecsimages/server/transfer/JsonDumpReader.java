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

/** Reads answers in JSON: one, an array of them, or one after another (one a line). */
final class JsonDumpReader {

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    /** Where the parser's messages begin to speak of its own settings. */
    private static final Pattern OF_THE_PARSER = Pattern.compile(" \\(for \\w+ starting at .*\\)$");

    private final String name;

    /** @param name the file, for messages */
    JsonDumpReader(String name) {
        this.name = name;
    }

    void read(InputStream stream, DumpVisitor answers) throws IOException {
        try (var parser = MAPPER.createParser(stream)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.START_ARRAY) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        answer(parser, answers);
                    }
                } else {
                    answer(parser, answers);
                }
            }
        } catch (JsonProcessingException e) {
            throw new ImportException(
                    place(e), OF_THE_PARSER.matcher(e.getOriginalMessage()).replaceFirst(""));
        }
    }

    private void answer(JsonParser parser, DumpVisitor answers) throws IOException {
        var start = place(parser);
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new ImportException(start, "an answer of DescribeImages is expected, an object");
        }
        var sink = answers.next();
        String regionId = null;
        Integer totalCount = null;
        Integer pageNumber = null;
        int images = -1;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var member = parser.currentName();
            parser.nextToken();
            if (member.equals("RegionId")) {
                regionId = regionId(parser);
            } else if (member.equals("Code")) {
                throw new ImportException(start, "it is an error answer: " + parser.getValueAsString(""));
            } else if (member.equals("TotalCount")) {
                totalCount = PageHeader.count(parser.getValueAsString(), member, place(parser));
                parser.skipChildren();
            } else if (member.equals("PageNumber")) {
                pageNumber = PageHeader.count(parser.getValueAsString(), member, place(parser));
                parser.skipChildren();
            } else if (member.equals("Images")) {
                images = images(parser, sink);
            } else {
                parser.skipChildren();
            }
        }
        if (images < 0) {
            throw new ImportException(start, "it has no Images");
        }
        answers.end(new PageHeader(regionId, totalCount, pageNumber, images), start);
    }

    @Nullable
    private String regionId(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        expect(parser, JsonToken.VALUE_STRING, "RegionId must be a text");
        return parser.getText();
    }

    /** @return how many there are */
    private int images(JsonParser parser, @Nullable DumpVisitor.ImageSink sink) throws IOException {
        expect(parser, JsonToken.START_OBJECT, "Images must be an object");
        int count = 0;
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
                count++;
                if (sink == null) {
                    parser.skipChildren();
                } else {
                    sink.accept(MAPPER.<ObjectNode>readTree(parser), place);
                }
            }
        }
        return count;
    }

    private void expect(JsonParser parser, JsonToken token, String otherwise) throws IOException {
        if (parser.currentToken() != token) {
            throw new ImportException(place(parser), otherwise);
        }
    }

    private String place(JsonProcessingException e) {
        var location = e.getLocation();
        return location == null ? name : name + ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private String place(JsonParser parser) {
        var path = parser.getParsingContext().pathAsPointer().toString();
        return name + ", line " + parser.currentTokenLocation().getLineNr() + (path.isEmpty() ? "" : ", at " + path);
    }
}
