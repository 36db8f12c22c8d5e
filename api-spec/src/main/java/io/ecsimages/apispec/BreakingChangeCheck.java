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
 * Fails the build if the contract breaks clients of the last release.
 *
 * <p>A new major version may break clients; while the major version is 0, so may a new minor version. In any case, an HTML
 * page lists the differences.
 */
public final class BreakingChangeCheck {

    private BreakingChangeCheck() {}

    /**
     * Compares the contract with that of the last release.
     *
     * @param arguments the folder of the released contracts, each {@code <version>.yaml}; the bundled contract; the HTML
     *     page to write; the version of the POM
     * @throws InvalidContractException if the contract breaks clients, or its version is not that of the POM
     */
    public static void main(String[] arguments) throws IOException {
        var contract = Bundler.parse(Path.of(arguments[1]));
        var page = Path.of(arguments[2]);
        if (!version(contract).equals(arguments[3].replace("-SNAPSHOT", ""))) {
            throw new InvalidContractException(
                    "info.version is " + version(contract) + ", but the POM has version " + arguments[3]);
        }
        var lastRelease = lastRelease(Path.of(arguments[0]));
        if (lastRelease.isEmpty()) {
            Files.writeString(
                    page, "<!DOCTYPE html><title>Changes</title>There is no release before " + version(contract) + ".");
        } else {
            compare(Bundler.parse(lastRelease.get()), contract, page);
        }
    }

    private static Optional<Path> lastRelease(Path folder) throws IOException {
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
        removeFormPosts(released);
        removeFormPosts(contract);
        var difference = OpenApiCompare.fromSpecifications(released, contract);
        var errors = errorChanges(released, contract);
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
            throw new InvalidContractException("version " + version(contract) + " breaks clients of version "
                    + version(released) + "; see " + page + ", and revert the change or raise the version");
        }
    }

    /** Removes the POST operations, which say the same as the GET operations. */
    private static void removeFormPosts(OpenAPI document) {
        document.getPaths().values().forEach(path -> path.setPost(null));
    }

    /** Returns the change of each error by its id. Clients identify an error by status and code. */
    private static Map<String, String> errorChanges(OpenAPI released, OpenAPI contract) {
        var before = statusAndCodeById(released);
        var now = statusAndCodeById(contract);
        var ids = new TreeSet<>(before.keySet());
        ids.addAll(now.keySet());
        var changes = new LinkedHashMap<String, String>();
        for (String id : ids) {
            if (!before.containsKey(id)) {
                changes.put(id, "new");
            } else if (!now.containsKey(id)) {
                changes.put(id, "removed");
            } else if (!before.get(id).equals(now.get(id))) {
                changes.put(id, "changed from " + before.get(id) + " to " + now.get(id));
            }
        }
        return changes;
    }

    private static Map<String, String> statusAndCodeById(OpenAPI document) {
        return new ErrorCatalogue(document)
                .entries().stream()
                        .collect(Collectors.toMap(
                                ErrorCatalogue.Entry::id, error -> error.status() + " " + error.code()));
    }

    private static boolean mayBreak(String released, String version) {
        var before = released.split("\\.");
        var now = version.split("\\.");
        return !before[0].equals(now[0]) || (before[0].equals("0") && !before[1].equals(now[1]));
    }

    private static String version(OpenAPI document) {
        return document.getInfo().getVersion();
    }
}
