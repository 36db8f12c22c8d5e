package io.ecsimages.mutations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The result of a build: a running server, a client, and the document that the documentation renders. */
final class SystemUnderTest implements AutoCloseable {

    /** The result of an expression that names something that the client does not have. */
    static final String DOES_NOT_COMPILE = "does not compile";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path project;
    private final Path folder;
    private JavaProcess server;
    private String serverUrl;

    /**
     * Creates the system of a project.
     *
     * @param project the project, or the folder in which a mutant is built
     * @param folder a folder for temporary files
     */
    SystemUnderTest(Path project, Path folder) {
        this.project = project;
        this.folder = folder;
    }

    private static Path documentation(Path project) {
        return project.resolve("docs/target/classes");
    }

    /** Returns the class path of the server of a project, without its libraries. */
    static List<Path> serverClassPath(Path project) {
        return List.of(
                documentation(project),
                GeneratedModule.SERVER.classes(project),
                Checkout.ROOT.resolve("server/src/main/resources"),
                documentation(Checkout.ROOT));
    }

    /** Sends a request and returns {@code status} and {@code body}. The body is a string if it is not a JSON object. */
    JsonNode get(String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(serverUrl() + "?" + query));
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        var body = response.body();
        return JSON.createObjectNode()
                .put("status", response.statusCode())
                .set("body", body.startsWith("{") ? JSON.readTree(body) : TextNode.valueOf(body));
    }

    /** Returns the OpenAPI document that the server serves. */
    JsonNode servedDocument() throws IOException {
        return JSON.readTree(URI.create(serverUrl() + "openapi.json").toURL());
    }

    /** Returns the OpenAPI document that the documentation renders. */
    JsonNode documentation() throws IOException {
        return JSON.readTree(
                documentation(project).resolve("META-INF/docs/openapi.json").toFile());
    }

    /**
     * Evaluates a Java expression in a program that uses the client.
     *
     * @param expression the expression, in which {@code ecs} is a client of the server
     * @return the value as a string, the error of the API, or {@link #DOES_NOT_COMPILE}
     */
    String evaluate(String expression) throws IOException {
        var source = Files.writeString(folder.resolve("Expression.java"), """
                import io.ecsimages.client.*;
                import io.ecsimages.client.api.*;
                import io.ecsimages.client.model.*;

                public class Expression {
                    public static void main(String[] arguments) {
                        try (var ecs = EcsImages.connect(arguments[0], AccessKey.of("testid", "testsecret"))) {
                            System.out.println(%s);
                        } catch (EcsImagesException e) {
                            System.out.println(e.status() + " " + e.code() + " " + e.errorMessage());
                        }
                    }
                }
                """.formatted(expression));
        var client = GeneratedModule.CLIENT.classes(project);
        var filesWithErrors = GeneratedModule.compile(
                List.of(source),
                client + File.pathSeparator + GeneratedModule.LIBRARY_CLASS_PATH,
                Files.createDirectories(folder),
                List.of());
        if (!filesWithErrors.isEmpty()) {
            return DOES_NOT_COMPILE;
        }
        // Other expressions need no server, and a mutant whose server does not compile has none.
        var endpoint = expression.contains("ecs.") ? serverUrl() : "http://127.0.0.1";
        try (var program = JavaProcess.start(List.of(folder, client), "Expression", endpoint);
                var output = program.output()) {
            return output.readLine();
        }
    }

    /** Returns the URL of the server, which the first call starts. */
    private String serverUrl() throws IOException {
        if (server == null) {
            server = JavaProcess.start(serverClassPath(project), "io.ecsimages.server.Application", "--port", "0");
            serverUrl = server.output().readLine().replaceFirst(".* at (http\\S+).*", "$1");
        }
        return serverUrl;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
