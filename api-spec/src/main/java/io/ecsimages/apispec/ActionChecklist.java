package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Lists what an action lacks: texts in other languages, examples, samples, errors, code, tests and documentation.
 *
 * <p>The build prints the list, and a test fails while it has an entry. So an action can run before it is complete.
 */
public final class ActionChecklist {

    private static final List<String> SAMPLES = List.of("curl.sh", "aliyun.sh");
    private static final String SERVER_CODE = "server/src/main/java";
    private static final String SERVER_TESTS = "server/src/test/java";
    private static final String TEST_PACKAGES = SERVER_TESTS + "/io/ecsimages/server/";
    private static final String SAMPLES_TEST = TEST_PACKAGES + "compatibility/SamplesTest.java";
    private static final String ERROR_TESTS = TEST_PACKAGES + "error/";
    private static final String ERROR_TEST = ERROR_TESTS + "EveryErrorTest.java";
    private static final String LINT = "api-spec/lint.yaml";

    /** The pages with the name of every action. */
    private static final List<String> PAGES = List.of("README.md", "docs/reference/compatibility.md");

    private final Path project;
    private final Map<Path, String> code;
    private final Map<Path, String> tests;
    private final List<String> missing = new ArrayList<>();

    private ActionChecklist(Path project) throws IOException {
        this.project = project;
        this.code = javaFiles(SERVER_CODE);
        this.tests = javaFiles(SERVER_TESTS);
    }

    /**
     * Prints a warning for everything that an action lacks.
     *
     * @param arguments the root folder of the project
     */
    public static void main(String[] arguments) throws IOException {
        missing(Path.of(arguments[0])).forEach(line -> System.err.println("[WARNING] " + line));
    }

    /** Returns a line for everything that an action lacks, with the file to write. */
    static List<String> missing(Path project) throws IOException {
        var checklist = new ActionChecklist(project);
        var contract = project.resolve("api-spec/openapi");
        for (JsonNode path : read(contract.resolve("ecs-images.yaml")).path("paths")) {
            var file = path.path("$ref").asText().replaceFirst("#.*", "");
            checklist.check(file, read(contract.resolve(file)));
        }
        return checklist.missing;
    }

    private static JsonNode read(Path file) throws IOException {
        return Yaml.mapper().readTree(file.toFile());
    }

    private Map<Path, String> javaFiles(String folder) throws IOException {
        var files = new TreeMap<Path, String>();
        try (Stream<Path> paths = Files.walk(project.resolve(folder))) {
            for (Path path :
                    paths.filter(file -> file.toString().endsWith(".java")).toList()) {
                files.put(project.relativize(path), Files.readString(path));
            }
        }
        return files;
    }

    private void check(String file, JsonNode document) throws IOException {
        var operation = document.at("/pathItem/get");
        var action = operation.path("operationId").asText();
        var source = "api-spec/openapi/" + file;
        checkTranslations(action, file);
        checkExamples(action, document, source);
        checkSamples(action);
        if (operation.path("x-operation-errors").isEmpty()) {
            report(action, "no errors of its own", "add x-operation-errors to " + source);
        }
        operation.path("x-operation-errors").fieldNames().forEachRemaining(id -> checkError(action, id));
        checkCode(action);
        for (String page : PAGES) {
            if (!Files.readString(project.resolve(page)).contains("`" + action + "`")) {
                report(action, "no entry in the documentation", "add it to " + page);
            }
        }
    }

    private void report(String action, String what, String remedy) {
        missing.add(action + " has " + what + "; " + remedy);
    }

    private void checkTranslations(String action, String file) throws IOException {
        try (var languages = Files.newDirectoryStream(project.resolve("api-spec/overlays"))) {
            for (Path language : languages) {
                if (Files.notExists(language.resolve(file))) {
                    report(
                            action,
                            "no texts in "
                                    + Locale.forLanguageTag(
                                                    language.getFileName().toString())
                                            .getDisplayLanguage(Locale.ENGLISH),
                            "write " + project.relativize(language.resolve(file)));
                }
            }
        }
    }

    private void checkExamples(String action, JsonNode document, String source) throws IOException {
        var lint = Files.readString(project.resolve(LINT));
        for (JsonNode response : document.at("/components/responses")) {
            response.path("content").fields().forEachRemaining(type -> {
                var examples = type.getValue().path("examples");
                if (examples.isEmpty()) {
                    report(action, "no example in " + type.getKey(), "add it to components/examples of " + source);
                }
                examples.fieldNames().forEachRemaining(name -> {
                    var exception = "\"**#/components/examples/" + name + "\"";
                    if (type.getKey().equals("text/xml") && !lint.contains(exception)) {
                        report(
                                action,
                                "an example in XML, which Spectral cannot check",
                                "add - " + exception + " to " + LINT);
                    }
                });
            });
        }
    }

    private void checkSamples(String action) {
        for (String sample : SAMPLES) {
            var file = "api-spec/samples/" + action + "/" + sample;
            if (Files.notExists(project.resolve(file))) {
                report(action, "no sample for " + sample.replace(".sh", ""), "write " + file);
            }
        }
        if (!tests.get(Path.of(SAMPLES_TEST)).contains("\"" + action + "\"")) {
            report(action, "no test of its samples", "add it to operations() in " + SAMPLES_TEST);
        }
    }

    private void checkError(String action, String id) {
        var constant = Pattern.compile("\\b" + ErrorCatalogue.constant(id) + "\\b");
        var tested = tests.entrySet().stream()
                .anyMatch(test -> test.getKey().startsWith(ERROR_TESTS)
                        && constant.matcher(test.getValue()).find());
        if (!tested) {
            report(action, "no test of the error " + id, "add a request that provokes it to " + ERROR_TEST);
        }
    }

    private void checkCode(String action) {
        var implementation = Pattern.compile("\\bimplements [^{]*\\b" + action + "Api\\b");
        var controller = code.entrySet().stream()
                .filter(file -> implementation.matcher(file.getValue()).find())
                .map(Map.Entry::getKey)
                .findFirst();
        if (controller.isEmpty()) {
            report(
                    action,
                    "no class that implements it",
                    "write a @Controller that implements " + action + "Api in a package of " + SERVER_CODE);
        }
        var folder = controller
                .map(path -> path.getParent().toString().replace(SERVER_CODE, SERVER_TESTS))
                .orElse(TEST_PACKAGES + "<package>");
        var name = Pattern.compile("\\b" + action + "\\b");
        var tested = tests.entrySet().stream()
                .filter(test ->
                        !test.getKey().startsWith(ERROR_TESTS) && !test.getKey().equals(Path.of(SAMPLES_TEST)))
                .anyMatch(test -> name.matcher(test.getValue()).find());
        if (!tested) {
            report(action, "no test", "write " + folder + "/" + action + "Test.java");
        }
    }
}
