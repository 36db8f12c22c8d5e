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
 * Values of every parameter of every call, made from the contract's own constraints, valid and invalid: an
 * invalid one yields the error that the contract names for it, a valid one none of them.
 */
@Tag("extended")
@Tag("query")
@ServerTest
class ParameterValuesTest {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;

    /** Characters that lists, forms, numbers, patterns and databases might take for something else. */
    private static final String CHARACTERS = "abzAZ019_-. *%'\"\\/:;+&=?#<>{}\t\n环é";

    /** Twenty tags with the longest values do not fit into the query that a server takes. */
    private static final int LONGEST_QUERY = 32_000;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    /** One parameter of a call, as it is sent; the others are as the call needs them. */
    record Sent(Parameter parameter, Map<String, String> texts) {

        @Override
        public String toString() {
            return parameter.call() + " " + parameter.name() + " " + texts;
        }
    }

    @Seeds(100)
    void validatesValuesAsTheContractSays(long seed) {
        var values = new RandomValues(new Random(seed));
        for (int i = 0; i < 30; i++) {
            compare(values.next());
        }
    }

    private static void compare(Sent sent) {
        var parameter = sent.parameter;
        var request = new TreeMap<>(CONTRACT.leastRequest(parameter.call()));
        request.remove(parameter.name());
        request.putAll(sent.texts);
        request.put("Format", "JSON");
        var form = TestServer.form(request);
        var response = form.length() < LONGEST_QUERY ? server.get(request) : server.post("", form);
        var body = TestServer.json(response);
        var expected = parameter.errors(request);
        var named = CONTRACT.errors(parameter.call()).stream()
                .filter(error -> isOne(error, response.statusCode(), body))
                .map(ListedError::id)
                .toList();
        assertThat(response.statusCode()).as(sent + ": " + response.body()).isLessThan(500);
        if (expected.isEmpty()) {
            assertThat(response.statusCode() == 200 || !named.isEmpty())
                    .as(sent + ": " + response.body())
                    .isTrue();
        } else {
            assertThat(named.stream().anyMatch(expected::contains))
                    .as(sent + ": " + expected + " expected: " + response.body())
                    .isTrue();
        }
    }

    private static boolean isOne(ListedError error, int status, JsonNode response) {
        return error.status() == status
                && error.response().path("Code").equals(response.path("Code"))
                && error.response().path("Message").equals(response.path("Message"));
    }

    /** Random values of random parameters. */
    private record RandomValues(Random random) {

        private static final List<Parameter> PARAMETERS = CONTRACT.calls().stream()
                .flatMap(call -> CONTRACT.parameters(call).stream())
                .toList();

        Sent next() {
            var parameter = one(PARAMETERS);
            return new Sent(parameter, values(parameter));
        }

        private <T> T one(List<T> of) {
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
                    item.putAll(field(name, CONTRACT.member(items, name)));
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
            return one(likely(schema, example));
        }
    }

    private static List<String> likely(Schema schema, String example) {
        var likely = new ArrayList<String>(List.of(example, example + "x", "", "true", "FALSE", "0", "-1"));
        schema.node().path("enum").forEach(value -> likely.addAll(List.of(value.asText(), swapCase(value.asText()))));
        for (String edge : List.of("minimum", "maximum")) {
            if (schema.node().has(edge)) {
                var limit = schema.node().get(edge).asLong();
                likely.addAll(List.of("" + (limit - 1), "" + limit, "" + (limit + 1)));
            }
        }
        for (String edge : List.of("minLength", "maxLength")) {
            if (schema.node().has(edge)) {
                var length = schema.node().get(edge).asInt();
                likely.addAll(List.of("x".repeat(length), "x".repeat(length + 1), "环".repeat(length)));
            }
        }
        if (schema.type().equals("integer")) {
            likely.addAll(List.of("2147483647", "2147483648", "9223372036854775808", "1.0", "1e1", "0x1", "+1", "١"));
        }
        return likely;
    }

    private static String swapCase(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT))
                ? text.toLowerCase(Locale.ROOT)
                : text.toUpperCase(Locale.ROOT);
    }
}
