package io.ecsimages.mutations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.ecsimages.apispec.ContractSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A small change of the contract, with the values that it changes in server, client and documentation. */
final class Mutation {

    /** A value of the system, as a string. */
    private interface Probe {
        String read(SystemUnderTest system) throws Exception;
    }

    private record Expectation(String description, Probe probe, String before, String after) {}

    private final String name;
    private final UnaryOperator<ContractSource> change;
    private final List<Expectation> expectations = new ArrayList<>();
    private final Map<GeneratedModule, Set<String>> compileErrors = new EnumMap<>(GeneratedModule.class);
    private boolean needsOtherChanges;

    Mutation(String name, UnaryOperator<ContractSource> change) {
        this.name = name;
        this.change = change;
    }

    /** Replaces the value at a place of the contract. */
    static Mutation of(String name, String place, String yaml) {
        return new Mutation(name, contract -> contract.set(place, yaml));
    }

    /**
     * Expects a value in the server's response to DescribeImages in cn-hangzhou.
     *
     * @param query additional parameters
     * @param pointer a JSON pointer into {@code {"status": …, "body": …}}
     * @param before the value before the mutation, as JSON; empty if there is none
     * @param after the value after the mutation, as JSON; empty if there is none
     */
    Mutation server(String query, String pointer, String before, String after) {
        var request = "Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON&" + query;
        return expect(request + " " + pointer, system -> system.get(request).at(pointer), before, after);
    }

    /** Expects the value of a Java expression that uses the client. */
    Mutation client(String expression, String before, String after) {
        expectations.add(new Expectation(expression, system -> system.evaluate(expression), before, after));
        return this;
    }

    /** Expects a value in the document that the documentation renders. */
    Mutation docs(String pointer, String before, String after) {
        return expect(
                "documentation " + pointer, system -> system.documentation().at(pointer), before, after);
    }

    /** Expects a value of a parameter of DescribeImages in the document that the documentation renders. */
    Mutation parameterDocs(String parameter, String pointer, String before, String after) {
        return expect(
                "documentation of " + parameter + " " + pointer,
                system -> parameter(system.documentation(), parameter).at(pointer),
                before,
                after);
    }

    /** Expects compile errors in exactly these hand-written files. */
    Mutation compileErrors(GeneratedModule module, String... files) {
        compileErrors.put(module, Set.of(files));
        return this;
    }

    /** Expects that the tests of the modules need other changes: a translation, or Java code. */
    Mutation needsOtherChanges() {
        needsOtherChanges = true;
        return this;
    }

    private interface JsonProbe {
        JsonNode read(SystemUnderTest system) throws Exception;
    }

    private Mutation expect(String description, JsonProbe probe, String before, String after) {
        expectations.add(
                new Expectation(description, system -> probe.read(system).toString(), before, after));
        return this;
    }

    private static JsonNode parameter(JsonNode document, String name) {
        for (JsonNode parameter : document.at("/paths/~1#Action=DescribeImages/parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return MissingNode.getInstance();
    }

    ContractSource mutatedContract() {
        return change.apply(ContractSource.ORIGINAL);
    }

    Set<String> compileErrors(GeneratedModule module) {
        return compileErrors.getOrDefault(module, Set.of());
    }

    boolean compiles() {
        return compileErrors.isEmpty();
    }

    /** Returns whether the tests of the modules hold for the mutated contract without other changes. */
    boolean passesTests() {
        return compiles() && !needsOtherChanges;
    }

    void verifyOriginal(SystemUnderTest system) throws Exception {
        for (Expectation expectation : expectations) {
            assertThat(expectation.probe.read(system))
                    .as("before: %s", expectation.description)
                    .isEqualTo(expectation.before);
        }
    }

    void verifyMutant(SystemUnderTest system) throws Exception {
        for (Expectation expectation : expectations) {
            assertThat(expectation.probe.read(system))
                    .as("after: %s", expectation.description)
                    .isEqualTo(expectation.after);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
