package io.ecsimages.apispec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Checks the hand-written OpenAPI documents before the parser reads them, so that messages name file and line. */
final class SourceCheck {

    private SourceCheck() {}

    /**
     * Checks all documents in the folder of the root document.
     *
     * @throws InvalidContractException with one line per problem
     */
    static void check(Path root) throws IOException {
        var problems = new ArrayList<SourceProblem>();
        var documents = SourceDocument.readAll(root.toAbsolutePath().getParent(), problems);
        documents.values().forEach(document -> problems.addAll(Vocabulary.check(document)));
        fail(problems);
        problems.addAll(new Consistency(documents, root.getFileName().toString()).check());
        fail(problems);
    }

    private static void fail(List<SourceProblem> problems) {
        if (!problems.isEmpty()) {
            throw new InvalidContractException(new TreeSet<>(problems)
                    .stream().map(SourceProblem::toString).collect(Collectors.joining("\n")));
        }
    }
}
