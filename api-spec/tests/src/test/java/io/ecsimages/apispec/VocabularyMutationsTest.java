package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.apispec.KeywordMutation.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Adds, removes and replaces every keyword of the vocabulary at every kind of place. Server, client and documentation follow as
 * {@code x-effect} in the vocabulary says, or the build refuses the change with file, line and place. Nothing is ignored.
 *
 * <p>The server and the client are their generated sources without comments; the documentation is the bundled document. The
 * mutations are generated from the vocabulary, so that a new keyword has some, or fails this test.
 */
class VocabularyMutationsTest {

    /** The contract with a boolean in an object of a list parameter, which it does not have otherwise. */
    private static final ContractSource CONTRACT = ContractSource.ORIGINAL
            .set(
                    "common.yaml#/components/schemas/TagFilter/properties/Exact",
                    "{type: boolean, description: An exact match., example: true, x-evidence: [own]}")
            .set("common.yaml#/components/schemas/TagFilter/properties/Exact/x-errors", "{type: InvalidTag.Mismatch}");

    /** The number of keywords in an ordinary build; {@code -Decs-images.mutations=all} tests all, another regular expression those that match. */
    private static final int SAMPLE = 8;

    /** The number of refused mutations after which the test gives up to find one that is followed. */
    private static final int MOST_TRIES = 40;

    private static final Map<String, String> SERVER_OPTIONS =
            Map.of("readAnnotation", "Read", "writeAnnotation", "Write");

    private static final Map<String, List<VocabularyKeyword.Site>> SITES = new HashMap<>();
    /** The operations in the order in which a keyword is looked for in them. */
    private static final List<String> OPERATIONS = operations();

    private static final Map<String, Boolean> VALID = new HashMap<>();
    private static final Map<String, Artefacts> ORIGINALS = new HashMap<>();

    private static final Map<String, Integer> OUTCOMES =
            new TreeMap<>(Map.of("tried", 0, "followed", 0, "refused", 0, "ignored", 0));

    /** The result of each mutation. */
    private static final Path LOG = Path.of("target/vocabulary-mutations.log");

    @TempDir
    private static Path folder;

    private static int folders;

    /** What the build makes of a contract. */
    private record Artefacts(Map<String, String> server, Map<String, String> client, Map<String, String> docs) {

        static Artefacts of(Path root) throws IOException {
            var docs = Bundler.bundle(root, Path.of("samples"));
            Bundler.addTables(docs);
            var output = root.resolveSibling("output");
            return new Artefacts(
                    GeneratedSources.server(root, output.resolve("server"), SERVER_OPTIONS)
                            .code(),
                    GeneratedSources.client(root, output.resolve("client")).code(),
                    Map.of("openapi.json", docs.toPrettyString()));
        }

        Map<String, Map<String, String>> byName() {
            return Map.of("server", server, "client", client, "docs", docs);
        }

        /** Returns the artefacts that differ from the original, and that have the marker in a changed line. */
        Set<String> changes(Artefacts original, String marker) {
            var changed = new TreeSet<String>();
            byName().forEach((name, files) -> {
                if (isChanged(original.byName().get(name), files, marker)) {
                    changed.add(name);
                }
            });
            return changed;
        }

        private static boolean isChanged(Map<String, String> before, Map<String, String> after, String marker) {
            if (marker.isEmpty()) {
                return !after.equals(before);
            }
            return after.entrySet().stream().anyMatch(file -> {
                var known = new HashSet<>(
                        Arrays.asList(before.getOrDefault(file.getKey(), "").split("\n")));
                return Arrays.stream(file.getValue().split("\n"))
                        .filter(line -> !known.contains(line))
                        .anyMatch(line -> line.toLowerCase(Locale.ROOT).contains(marker.toLowerCase(Locale.ROOT)));
            });
        }
    }

    private static List<String> operations() {
        var operations = new ArrayList<String>();
        CONTRACT.get("ecs-images.yaml#/paths")
                .fieldNames()
                .forEachRemaining(path -> operations.add(path.replaceFirst(".*=", "")));
        return operations;
    }

    /**
     * Returns whether the contract with one operation is valid. A schema of images that only another response uses has
     * constraints without an effect.
     */
    private static boolean isValid(String operation) {
        return VALID.computeIfAbsent(operation, key -> {
            try {
                SourceCheck.check(write(CONTRACT.only(key)));
                return true;
            } catch (InvalidContractException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Artefacts original(String operation) throws IOException {
        if (!ORIGINALS.containsKey(operation)) {
            ORIGINALS.put(operation, Artefacts.of(write(CONTRACT.only(operation))));
        }
        return ORIGINALS.get(operation);
    }

    private static Path write(ContractSource contract) {
        return contract.writeTo(folder.resolve("" + folders++));
    }

    /** Returns the places of a keyword in the contract with one operation. */
    private static List<VocabularyKeyword.Site> sites(String operation, VocabularyKeyword keyword) {
        if (!SITES.containsKey(operation)) {
            SITES.put(operation, List.of());
            VocabularyKeyword.sites(CONTRACT.only(operation))
                    .forEach((name, sites) -> SITES.put(operation + " " + name, sites));
        }
        return SITES.getOrDefault(operation + " " + keyword, List.of());
    }

    static List<VocabularyKeyword> keywords() {
        var keywords = new ArrayList<>(VocabularyKeyword.all());
        var wanted = System.getProperty("ecs-images.mutations", "sample");
        if (!wanted.equals("sample")) {
            return keywords.stream()
                    .filter(keyword -> wanted.equals("all")
                            || Pattern.compile(wanted)
                                    .matcher(keyword.toString())
                                    .find())
                    .toList();
        }
        long seed = Long.getLong("ecs-images.seed", System.nanoTime());
        var random = new Random(seed);
        Collections.shuffle(keywords, random);
        Collections.shuffle(OPERATIONS, random);
        System.out.println("sample of " + SAMPLE + " of " + keywords.size()
                + " keywords of the vocabulary; repeat it with -Decs-images.seed=" + seed);
        return keywords.subList(0, SAMPLE);
    }

    @BeforeAll
    static void deleteLog() throws IOException {
        Files.deleteIfExists(LOG);
    }

    @AfterAll
    static void print() {
        System.out.println("vocabulary mutations: " + OUTCOMES.get("tried") + " tried, " + OUTCOMES.get("followed")
                + " followed, " + OUTCOMES.get("refused") + " refused, " + OUTCOMES.get("ignored") + " ignored");
    }

    @Test
    void everyKeywordHasAPlaceAndAnEffect() {
        for (VocabularyKeyword keyword : VocabularyKeyword.all()) {
            assertThat(OPERATIONS)
                    .as("%s has a place in the contract", keyword)
                    .anyMatch(operation -> !sites(operation, keyword).isEmpty());
            assertThat(keyword.effect()).as("%s: x-effect", keyword).isSubsetOf("server", "client", "docs");
            if (!keyword.isForbidden() && !keyword.isGroup() && !keyword.isConstant()) {
                assertThat(keyword.effect())
                        .as("%s has x-effect in the vocabulary, which says where a change takes effect", keyword)
                        .isNotEmpty();
            }
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("keywords")
    void isFollowedOrRefused(VocabularyKeyword keyword) throws IOException {
        var followed = false;
        for (Change change : Change.values()) {
            followed |= isFollowed(keyword, change);
        }
        if (!keyword.isGroup()) {
            assertThat(followed)
                    .as("a change of %s is followed", keyword)
                    .isEqualTo(!keyword.effect().isEmpty());
        }
    }

    /** Tries a change at one place after the other until one is followed. */
    private static boolean isFollowed(VocabularyKeyword keyword, Change change) throws IOException {
        var tried = new HashSet<String>();
        var most = keyword.isForbidden() || keyword.isGroup() || change == Change.REMOVE && keyword.required()
                ? 1
                : keyword.effect().isEmpty() ? 4 : MOST_TRIES;
        for (String operation : OPERATIONS) {
            if (!isValid(operation)) {
                continue;
            }
            var contract = CONTRACT.withPathsOf(operation);
            var original = CONTRACT.only(operation);
            var mutations = sites(operation, keyword).stream()
                    .map(site -> KeywordMutation.of(keyword, site, change, contract))
                    .toList();
            for (int i = 0; i < KeywordMutation.MOST_VALUES; i++) {
                for (var ofSite : mutations) {
                    var mutation = i < ofSite.size() ? ofSite.get(i).get() : null;
                    if (mutation == null
                            || mutation.contract().equals(original)
                            || !tried.add(mutation.description())) {
                        continue;
                    } else if (isFollowed(keyword, mutation, operation)) {
                        return true;
                    } else if (tried.size() == most) {
                        return false;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isFollowed(VocabularyKeyword keyword, KeywordMutation mutation, String operation)
            throws IOException {
        count("tried");
        var root = write(mutation.contract());
        try {
            var changes = Artefacts.of(root).changes(original(operation), mutation.marker());
            if (changes.isEmpty() || !changes.containsAll(keyword.effect())) {
                count("ignored");
            }
            log(keyword, "changes " + changes, mutation);
            assertThat(changes)
                    .as("%s takes effect after the change: %s", keyword, mutation.description())
                    .isNotEmpty()
                    .containsAll(keyword.effect());
            count("followed");
            return true;
        } catch (InvalidContractException e) {
            log(keyword, "refused: " + e.getMessage().replace("\n", "; "), mutation);
            count("refused");
            assertThat(e.getMessage().lines())
                    .as("%s, refused after the change: %s", keyword, mutation.description())
                    .allMatch(line -> line.matches("(The OpenAPI document is invalid: )?[a-z-]+\\.yaml:\\d+: .+"));
            return false;
        }
    }

    private static void log(VocabularyKeyword keyword, String outcome, KeywordMutation mutation) throws IOException {
        Files.writeString(
                LOG,
                keyword + "\t" + mutation.description() + "\t" + outcome + "\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static void count(String outcome) {
        OUTCOMES.merge(outcome, 1, Integer::sum);
    }
}
