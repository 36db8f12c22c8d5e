package io.ecsimages.proof;

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
import java.util.Map;

/** What the build makes of a contract: a server that runs, a client, and the document that the documentation renders. */
final class Product implements AutoCloseable {

    /** What a program of a user is where the client does not have what it names. */
    static final String DOES_NOT_COMPILE = "does not compile";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final Map<Module, Path> classes;
    private final Path documentation;
    private Program server;
    private String address;

    private Product(Path folder, Map<Module, Path> classes, Path documentation) {
        this.folder = folder;
        this.classes = classes;
        this.documentation = documentation;
    }

    /** What the ordinary build made. */
    static Product unchanged(Path folder) {
        return new Product(
                folder,
                Map.of(Module.SERVER, Module.SERVER.builtClasses(), Module.CLIENT, Module.CLIENT.builtClasses()),
                Path.of("../docs/target/classes"));
    }

    /** What was built in this folder: {@code server/classes}, {@code client/classes} and {@code docs}. */
    static Product in(Path folder) {
        return new Product(
                folder,
                Map.of(
                        Module.SERVER,
                        folder.resolve("server/classes"),
                        Module.CLIENT,
                        folder.resolve("client/classes")),
                folder.resolve("docs"));
    }

    /** What the server answers: {@code status}, and {@code body}, as a tree if it is JSON, else as text. */
    JsonNode answer(String query) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(address() + "?" + query));
        var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        var body = response.body();
        return JSON.createObjectNode()
                .put("status", response.statusCode())
                .set("body", body.startsWith("{") ? JSON.readTree(body) : TextNode.valueOf(body));
    }

    /** The document that the server hands out. */
    JsonNode served() throws IOException {
        return JSON.readTree(URI.create(address() + "openapi.json").toURL());
    }

    /** The document that the documentation renders. */
    JsonNode documentation() throws IOException {
        return JSON.readTree(documentation.resolve("META-INF/docs/openapi.json").toFile());
    }

    /** What an expression is to a program that uses the client; {@code ecs} is connected to the server. */
    String use(String expression) throws IOException {
        var source = Files.writeString(folder.resolve("Use.java"), """
                import io.ecsimages.client.*;
                import io.ecsimages.client.api.*;
                import io.ecsimages.client.model.*;

                public class Use {
                    public static void main(String[] arguments) {
                        try (var ecs = EcsImages.connect(arguments[0], AccessKey.of("testid", "testsecret"))) {
                            System.out.println(%s);
                        } catch (EcsImagesException e) {
                            System.out.println(e.status() + " " + e.code() + " " + e.errorMessage());
                        }
                    }
                }
                """.formatted(expression));
        var client = classes.get(Module.CLIENT);
        var refused = Module.compile(
                List.of(source), client + File.pathSeparator + Module.LIBRARIES, Files.createDirectories(folder));
        if (!refused.isEmpty()) {
            return DOES_NOT_COMPILE;
        }
        // What asks nothing needs no server: it may be that there is none.
        var endpoint = expression.contains("ecs.") ? address() : "http://127.0.0.1";
        try (var program = Program.start(List.of(folder, client), "Use", endpoint);
                var output = program.output()) {
            return output.readLine();
        }
    }

    /** Where the server listens; it is started when it is first asked. */
    private String address() throws IOException {
        if (server == null) {
            var resources = List.of(
                    documentation,
                    classes.get(Module.SERVER),
                    Module.SERVER.folder().resolve("src/main/resources"),
                    Path.of("../docs/target/classes"));
            server = Program.start(resources, "io.ecsimages.server.Application", "--port", "0");
            var greeting = server.output().readLine();
            address = greeting.replaceFirst(".* at (http\\S+).*", "$1");
        }
        return address;
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
