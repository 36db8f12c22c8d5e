package io.ecsimages.apispec;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.util.Yaml;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * One hand-written OpenAPI document, with the line of each of its nodes.
 *
 * @param name the file name
 * @param content the content, with unresolved references
 * @param lines the line of each key and list item by its JSON pointer, from 1
 */
record SourceDocument(String name, JsonNode content, Map<String, Integer> lines) {

    /**
     * Reads all YAML documents of a folder.
     *
     * @param problems the problems to append to: documents that are not YAML, and repeated keys
     * @return the documents that are YAML, by file name
     */
    static Map<String, SourceDocument> readAll(Path folder, List<SourceProblem> problems) throws IOException {
        var documents = new TreeMap<String, SourceDocument>();
        try (var files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                var name = file.getFileName().toString();
                var document = read(name, Files.readString(file), problems);
                if (document != null) {
                    documents.put(name, document);
                }
            }
        }
        return documents;
    }

    private static SourceDocument read(String name, String text, List<SourceProblem> problems) {
        try {
            var lines = new HashMap<String, Integer>();
            var root = new org.yaml.snakeyaml.Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (!(root instanceof MappingNode)) {
                problems.add(new SourceProblem(name, 1, "", "is not a YAML mapping; write an OpenAPI document"));
                return null;
            }
            collectLines(name, "", root, lines, problems);
            return new SourceDocument(name, Yaml.mapper().readTree(text), lines);
        } catch (MarkedYAMLException e) {
            var line = e.getProblemMark().getLine() + 1;
            problems.add(new SourceProblem(
                    name, line, "", "is not YAML: " + e.getProblem() + "; check indentation and quotes"));
            return null;
        } catch (ReaderException e) {
            var before = text.substring(0, text.indexOf(e.getCodePoint()));
            var line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            var character = "is not YAML: the character U+%04X is not allowed; remove it".formatted(e.getCodePoint());
            problems.add(new SourceProblem(name, line, "", character));
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collectLines(
            String name, String pointer, Node node, Map<String, Integer> lines, List<SourceProblem> problems) {
        lines.putIfAbsent(pointer, line(node));
        if (node instanceof MappingNode mapping) {
            var keys = new HashSet<String>();
            mapping.getValue().forEach(entry -> {
                var key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
                var child = child(pointer, key);
                if (!keys.add(key)) {
                    problems.add(
                            new SourceProblem(name, line(entry.getKeyNode()), child, "is there twice; remove one"));
                }
                lines.put(child, line(entry.getKeyNode()));
                collectLines(name, child, entry.getValueNode(), lines, problems);
            });
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                collectLines(name, pointer + "/" + i, sequence.getValue().get(i), lines, problems);
            }
        }
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** Returns the JSON pointer of a field. */
    static String child(String pointer, String field) {
        return pointer + "/" + field.replace("~", "~0").replace("/", "~1");
    }

    /** Creates a problem at a JSON pointer of this document, or at its nearest ancestor that exists. */
    SourceProblem problem(String pointer, String text) {
        var known = pointer;
        while (!lines.containsKey(known)) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return new SourceProblem(name, lines.get(known), pointer, text);
    }
}
