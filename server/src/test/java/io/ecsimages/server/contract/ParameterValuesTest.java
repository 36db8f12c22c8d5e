package io.ecsimages.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Seeds;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.contract.ContractDocument.ListedError;
import io.ecsimages.server.contract.ContractDocument.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Sends random valid and invalid values of every parameter, derived from the contract's constraints. An invalid value must yield
 * the error that the contract names for it, and a valid value none of them.
 */
@Tag("extended")
@Tag("query")
@ServerTest
class ParameterValuesTest {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;

    /** Characters with a special meaning in lists, forms, numbers, patterns and databases. */
    private static final String CHARACTERS = "abzAZ019_-. *%'\"\\/:;+&=?#<>{}\t\n环é";

    /** The longest query to send by GET; longer ones are sent by POST. */
    private static final int MAX_QUERY_LENGTH = 32_000;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    /** Request parameters for one parameter of an action. */
    record Value(Parameter parameter, Map<String, String> strings) {

        @Override
        public String toString() {
            return parameter.action() + " " + parameter.name() + " " + strings;
        }
    }

    @Seeds(60)
    void validatesParametersByTheContract(long seed) {
        var values = new RandomValues(new Random(seed));
        for (int i = 0; i < 30; i++) {
            compare(values.next());
        }
    }

    private static void compare(Value value) {
        var parameter = value.parameter;
        var request = new TreeMap<>(CONTRACT.minimalRequest(parameter.action()));
        request.remove(parameter.name());
        request.putAll(value.strings);
        request.put("Format", "JSON");
        var form = TestServer.form(request);
        var response = form.length() < MAX_QUERY_LENGTH ? server.get(request) : server.post("", form);
        var body = TestServer.json(response);
        var expected = parameter.errors(request);
        var named = CONTRACT.errors(parameter.action()).stream()
                .filter(error -> matches(error, response.statusCode(), body))
                .map(ListedError::id)
                .toList();
        assertThat(response.statusCode()).as(value + ": " + response.body()).isLessThan(500);
        if (expected.isEmpty()) {
            assertThat(response.statusCode() == 200 || !named.isEmpty())
                    .as(value + ": " + response.body())
                    .isTrue();
        } else {
            assertThat(named.stream().anyMatch(expected::contains))
                    .as(value + ": " + expected + " expected: " + response.body())
                    .isTrue();
        }
    }

    private static boolean matches(ListedError error, int status, JsonNode response) {
        return error.status() == status
                && error.response().path("Code").equals(response.path("Code"))
                && error.response().path("Message").equals(response.path("Message"));
    }

    /** Random values of random parameters. */
    private record RandomValues(Random random) {

        private static final List<Parameter> PARAMETERS = CONTRACT.actions().stream()
                .flatMap(action -> CONTRACT.parameters(action).stream())
                .toList();

        Value next() {
            var parameter = pick(PARAMETERS);
            return new Value(parameter, values(parameter));
        }

        private <T> T pick(List<T> of) {
            return of.get(random.nextInt(of.size()));
        }

        private <T> List<T> upTo(int size, Supplier<T> next) {
            return Stream.generate(next).limit(random.nextInt(size + 1)).toList();
        }

        private Map<String, String> values(Parameter parameter) {
            var schema = parameter.schema();
            if (!schema.type().equals("array")) {
                return Map.of(
                        parameter.name(), string(schema, parameter.example().get(parameter.name())));
            }
            int maxSize = schema.node().path("maxItems").asInt(4) + 1;
            var items = CONTRACT.items(schema);
            return parameter.isNumbered()
                    ? numbered(parameter.name(), upTo(maxSize, () -> item(items)))
                    : Map.of(parameter.name(), String.join(",", upTo(maxSize, () -> string(items, "m-1"))));
        }

        private static Map<String, String> numbered(String name, List<Map<String, String>> items) {
            var numbered = new TreeMap<String, String>();
            int n = 0;
            for (Map<String, String> item : items) {
                if (!item.isEmpty()) {
                    var prefix = name + "." + ++n;
                    item.forEach((field, value) -> numbered.put(prefix + field, value));
                }
            }
            return numbered;
        }

        /** An item of a numbered list: a string, or an object of which any field may be missing. */
        private Map<String, String> item(Schema items) {
            if (!items.type().equals("object")) {
                return Map.of("", string(items, "m-1"));
            }
            var item = new TreeMap<String, String>();
            items.node().path("properties").fieldNames().forEachRemaining(name -> {
                if (random.nextInt(6) > 0) {
                    item.putAll(field(name, CONTRACT.field(items, name)));
                }
            });
            return item;
        }

        private Map<String, String> field(String name, Schema schema) {
            return schema.type().equals("array")
                    ? numbered(
                            "." + name,
                            upTo(
                                    schema.node().path("maxItems").asInt() + 1,
                                    () -> Map.of("", string(CONTRACT.items(schema), "x"))))
                    : Map.of(
                            "." + name,
                            string(schema, schema.node().path("example").asText("x")));
        }

        /** A value: valid, at a limit, or of another type. */
        private String string(Schema schema, String example) {
            if (random.nextInt(4) == 0) {
                return random.ints(random.nextInt(21), 0, CHARACTERS.length())
                        .mapToObj(i -> CHARACTERS.substring(i, i + 1))
                        .collect(Collectors.joining());
            }
            return pick(typicalStrings(schema, example));
        }
    }

    private static List<String> typicalStrings(Schema schema, String example) {
        var typicalStrings = new ArrayList<String>(List.of(example, example + "x", "", "true", "FALSE", "0", "-1"));
        schema.node()
                .path("enum")
                .forEach(value -> typicalStrings.addAll(List.of(value.asText(), swapCase(value.asText()))));
        for (String keyword : List.of("minimum", "maximum")) {
            if (schema.node().has(keyword)) {
                var limit = schema.node().get(keyword).asLong();
                typicalStrings.addAll(List.of("" + (limit - 1), "" + limit, "" + (limit + 1)));
            }
        }
        for (String keyword : List.of("minLength", "maxLength")) {
            if (schema.node().has(keyword)) {
                var length = schema.node().get(keyword).asInt();
                typicalStrings.addAll(List.of(
                        "x".repeat(length), "x".repeat(length + 1), "环".repeat(length), "\uD83D\uDE80".repeat(length)));
            }
        }
        if (schema.type().equals("integer")) {
            typicalStrings.addAll(
                    List.of("2147483647", "2147483648", "9223372036854775808", "1.0", "1e1", "0x1", "+1", "١"));
        }
        return typicalStrings;
    }

    private static String swapCase(String string) {
        return string.equals(string.toUpperCase(Locale.ROOT))
                ? string.toLowerCase(Locale.ROOT)
                : string.toUpperCase(Locale.ROOT);
    }
}
