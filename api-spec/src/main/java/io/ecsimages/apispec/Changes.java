package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openapitools.openapidiff.core.OpenApiCompare;
import org.openapitools.openapidiff.core.output.HtmlRender;

/**
 * Compares the contract with that of the last release. It writes a page that says what is otherwise, and refuses what
 * breaks a client of that release unless the version says so: by its first number, or by its second while the first is 0.
 */
public final class Changes {

    private Changes() {}

    /**
     * @param arguments the folder of the released contracts, each {@code <version>.yaml}; the contract in one piece; the
     *     page to write; and the version of the POM
     */
    public static void main(String[] arguments) throws IOException {
        var contract = Bundle.read(Path.of(arguments[1]));
        var page = Path.of(arguments[2]);
        if (!version(contract).equals(arguments[3].replace("-SNAPSHOT", ""))) {
            throw new InvalidContractException(
                    "its version is " + version(contract) + ", but that of the POM is " + arguments[3]);
        }
        var last = last(Path.of(arguments[0]));
        if (last.isEmpty()) {
            Files.writeString(
                    page,
                    "<!DOCTYPE html><title>Changes</title>Nothing was released before " + version(contract) + ".");
        } else {
            compare(Bundle.read(last.get()), contract, page);
        }
    }

    private static Optional<Path> last(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return Optional.empty();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .max(Comparator.comparing(
                            file -> Version.parse(file.getFileName().toString().replace(".yaml", ""))));
        }
    }

    private static void compare(OpenAPI released, OpenAPI contract, Path page) throws IOException {
        withoutForms(released);
        withoutForms(contract);
        var difference = OpenApiCompare.fromSpecifications(released, contract);
        var errors = errors(released, contract);
        var html = new ByteArrayOutputStream();
        new HtmlRender("Changes since " + version(released), "page.css")
                .render(difference, new OutputStreamWriter(html, StandardCharsets.UTF_8));
        var list = errors.entrySet().stream()
                .map(error -> "<li>" + error.getKey() + ": " + error.getValue() + "</li>")
                .collect(Collectors.joining());
        Files.writeString(
                page,
                html.toString(StandardCharsets.UTF_8)
                        .replace("</body>", "<h2>Errors</h2><ul>" + list + "</ul></body>"));
        var breaks = difference.isIncompatible() || errors.values().stream().anyMatch(change -> !change.equals("new"));
        if (breaks && !mayBreak(version(released), version(contract))) {
            throw new InvalidContractException("it breaks clients of version " + version(released) + ", which version "
                    + version(contract) + " does not say; " + page + " shows how");
        }
    }

    /** The form of a call says nothing that the call does not. */
    private static void withoutForms(OpenAPI document) {
        document.getPaths().values().forEach(path -> path.setPost(null));
    }

    /** What became of each error; a client tells errors apart by status and code. */
    private static Map<String, String> errors(OpenAPI released, OpenAPI contract) {
        var before = byId(released);
        var now = byId(contract);
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(now.keySet());
        var changes = new LinkedHashMap<String, String>();
        for (String id : ids) {
            if (!before.containsKey(id)) {
                changes.put(id, "new");
            } else if (!now.containsKey(id)) {
                changes.put(id, "gone");
            } else if (!before.get(id).equals(now.get(id))) {
                changes.put(id, before.get(id) + " became " + now.get(id));
            }
        }
        return changes;
    }

    private static Map<String, String> byId(OpenAPI document) {
        return new ErrorCatalogue(document)
                .entries().stream()
                        .collect(Collectors.toMap(
                                ErrorCatalogue.Entry::id, error -> error.status() + " " + error.code()));
    }

    private static boolean mayBreak(String released, String version) {
        var before = released.split("\\.");
        var now = version.split("\\.");
        return !before[0].equals(now[0]) || before[0].equals("0") && !before[1].equals(now[1]);
    }

    private static String version(OpenAPI document) {
        return document.getInfo().getVersion();
    }
}
