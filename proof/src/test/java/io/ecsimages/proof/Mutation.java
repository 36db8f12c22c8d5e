package io.ecsimages.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A small change of the contract, and what is otherwise after it. */
final class Mutation {

    /** Something to see of a product. */
    private interface View {
        String of(Product product) throws Exception;
    }

    private record Question(String text, View view, String before, String after) {}

    private final String name;
    private final UnaryOperator<Contract> change;
    private final List<Question> questions = new ArrayList<>();
    private final Map<Module, Set<String>> refused = new EnumMap<>(Module.class);

    Mutation(String name, UnaryOperator<Contract> change) {
        this.name = name;
        this.change = change;
    }

    /** A change of one place, which stands once in the contract. */
    static Mutation of(String name, String place, String otherwise) {
        return new Mutation(name, contract -> contract.with(place, otherwise));
    }

    /**
     * What the server answers to DescribeImages in cn-hangzhou.
     *
     * @param query further parameters
     * @param pointer a place in {@code {"status": …, "body": …}}
     * @param before what stands there, as JSON; nothing where there is no such place
     */
    Mutation server(String query, String pointer, String before, String after) {
        var whole = "Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON&" + query;
        return question(whole + " " + pointer, product -> product.answer(whole).at(pointer), before, after);
    }

    /** What a Java expression of a user of the client is worth. */
    Mutation client(String expression, String before, String after) {
        questions.add(new Question(expression, product -> product.use(expression), before, after));
        return this;
    }

    /** What stands at a place of the document that the documentation renders. */
    Mutation docs(String pointer, String before, String after) {
        return question(
                "the document at " + pointer, product -> product.documentation().at(pointer), before, after);
    }

    /** The same of a parameter of DescribeImages. */
    Mutation docsOf(String parameter, String pointer, String before, String after) {
        return question(
                "the document of " + parameter + " at " + pointer,
                product -> parameter(product.documentation(), parameter).at(pointer),
                before,
                after);
    }

    /** The hand-written files, and no others, to which the compiler must point. */
    Mutation refused(Module module, String... files) {
        refused.put(module, Set.of(files));
        return this;
    }

    private interface Place {
        JsonNode in(Product product) throws Exception;
    }

    private Mutation question(String text, Place place, String before, String after) {
        questions.add(new Question(text, product -> place.in(product).toString(), before, after));
        return this;
    }

    private static JsonNode parameter(JsonNode document, String name) {
        for (JsonNode parameter : document.at("/paths/~1#Action=DescribeImages/parameters")) {
            if (parameter.path("name").asText().equals(name)) {
                return parameter;
            }
        }
        return document.path("nothing");
    }

    Contract contract() {
        return change.apply(Contract.unchanged());
    }

    Set<String> refused(Module module) {
        return refused.getOrDefault(module, Set.of());
    }

    /** Whether everything compiles. */
    boolean isBuilt() {
        return refused.isEmpty();
    }

    void holdsBefore(Product product) throws Exception {
        for (Question question : questions) {
            assertEquals(question.before, question.view.of(product), "before: " + question.text);
        }
    }

    void holdsAfter(Product product) throws Exception {
        for (Question question : questions) {
            assertEquals(question.after, question.view.of(product), "after: " + question.text);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
