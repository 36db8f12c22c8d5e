package io.ecsimages.server.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.RunningServer;
import io.ecsimages.server.contract.ContractDocument.ListedError;
import io.ecsimages.server.contract.ContractDocument.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Values of every parameter of every call, made from the contract's own constraints, good ones and bad ones: a bad one
 * yields the error that the contract names for what is wrong with it, a good one none of them.
 */
class ParameterValuesTest {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;

    /** Characters that lists, forms, numbers, patterns and databases might take for something else. */
    private static final String CHARACTERS = "abzAZ019_-. *%'\"\\/:;+&=?#<>{}\t\n环é";

    /** Twenty tags with the longest values do not fit into the query that a server takes. */
    private static final int LONGEST_QUERY = 32_000;

    private static RunningServer server;

    @BeforeContainer
    static void start() {
        server = RunningServer.withSample();
    }

    @AfterContainer
    static void stop() {
        server.close();
    }

    /** One parameter of a call, as it is sent; the others are as the call needs them. */
    record Sent(Parameter parameter, Map<String, String> texts) {

        @Override
        public String toString() {
            return parameter.call() + " " + parameter.name() + " " + texts;
        }
    }

    @Property(tries = 3000)
    void everyValueIsAnsweredAsTheContractSays(@ForAll("values") Sent sent) {
        var parameter = sent.parameter;
        var request = new TreeMap<>(CONTRACT.leastRequest(parameter.call()));
        request.remove(parameter.name());
        request.putAll(sent.texts);
        request.put("Format", "JSON");
        var form = RunningServer.form(request);
        var answer = form.length() < LONGEST_QUERY ? server.get(request) : server.post("", form);
        var body = RunningServer.json(answer);
        var expected = parameter.errors(request);
        var named = CONTRACT.errors(parameter.call()).stream()
                .filter(error -> isOne(error, answer.statusCode(), body))
                .map(ListedError::id)
                .toList();
        if (expected.isEmpty()) {
            assertTrue(answer.statusCode() == 200 || !named.isEmpty(), answer.body());
        } else {
            assertTrue(named.stream().anyMatch(expected::contains), expected + " expected: " + answer.body());
        }
    }

    private static boolean isOne(ListedError error, int status, JsonNode answer) {
        return error.status() == status
                && error.answer().path("Code").equals(answer.path("Code"))
                && error.answer().path("Message").equals(answer.path("Message"));
    }

    @Provide
    Arbitrary<Sent> values() {
        var parameters = CONTRACT.calls().stream()
                .flatMap(call -> CONTRACT.parameters(call).stream())
                .toList();
        return Arbitraries.of(parameters)
                .flatMap(parameter -> values(parameter).map(texts -> new Sent(parameter, texts)));
    }

    private static Arbitrary<Map<String, String>> values(Parameter parameter) {
        var schema = parameter.schema();
        if (!schema.type().equals("array")) {
            return texts(schema, parameter.example().get(parameter.name())).map(text -> Map.of(parameter.name(), text));
        }
        var size =
                Arbitraries.integers().between(0, schema.node().path("maxItems").asInt(4) + 1);
        var items = CONTRACT.items(schema);
        if (!parameter.isNumbered()) {
            return size.flatMap(n -> texts(items, "m-1").list().ofSize(n))
                    .map(list -> Map.of(parameter.name(), String.join(",", list)));
        }
        return size.flatMap(n -> item(items).list().ofSize(n)).map(list -> numbered(parameter.name(), list));
    }

    private static Map<String, String> numbered(String name, List<Map<String, String>> items) {
        var texts = new TreeMap<String, String>();
        int n = 0;
        for (Map<String, String> item : items) {
            if (!item.isEmpty()) {
                var place = name + "." + ++n;
                item.forEach((member, text) -> texts.put(place + member, text));
            }
        }
        return texts;
    }

    /** An item of a numbered list: a text, or a structure of which any member may be missing. */
    private static Arbitrary<Map<String, String>> item(Schema items) {
        if (!items.type().equals("object")) {
            return texts(items, "m-1").map(text -> Map.of("", text));
        }
        Arbitrary<Map<String, String>> all = Arbitraries.just(Map.of());
        for (String name : names(items)) {
            var member = CONTRACT.member(items, name);
            var example = member.node().path("example").asText("x");
            Arbitrary<Map<String, String>> one = member.type().equals("array")
                    ? texts(CONTRACT.items(member), "x")
                            .map(text -> Map.of("", text))
                            .list()
                            .ofMaxSize(member.node().path("maxItems").asInt() + 1)
                            .map(list -> numbered("." + name, list))
                    : texts(member, example).map(text -> Map.of("." + name, text));
            all = all.flatMap(known -> Arbitraries.frequencyOf(
                            Tuple.of(5, one), Tuple.of(1, Arbitraries.just(Map.<String, String>of())))
                    .map(more -> {
                        var both = new TreeMap<>(known);
                        both.putAll(more);
                        return both;
                    }));
        }
        return all;
    }

    private static List<String> names(Schema structure) {
        var names = new ArrayList<String>();
        structure.node().path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Texts for one value: good ones, ones at the edge, and ones that are nothing of the kind. */
    private static Arbitrary<String> texts(Schema schema, String example) {
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
        return Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of(likely)),
                Tuple.of(
                        1,
                        Arbitraries.strings()
                                .withChars(CHARACTERS.toCharArray())
                                .ofMaxLength(20)));
    }

    private static String swapCase(String text) {
        return text.equals(text.toUpperCase(Locale.ROOT))
                ? text.toLowerCase(Locale.ROOT)
                : text.toUpperCase(Locale.ROOT);
    }
}
