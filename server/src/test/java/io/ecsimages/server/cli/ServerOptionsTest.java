package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

/** Options of {@code serve} for web pages of other origins and unknown parameters. */
@Timeout(60)
@Tag("extended")
class ServerOptionsTest {

    private static RawRequest request(URI server, String more) {
        var query = TestServer.form(TestServer.parameters("Format", "JSON"));
        return new RawRequest("GET", "/?" + query + more).add("Host", server.getAuthority());
    }

    @Test
    void startsWithOriginsAndStrict() throws Exception {
        try (var program = new ServerProcess(
                "--port",
                "0",
                "--strict",
                "--cors-origin",
                "http://localhost:4200",
                "--cors-origin",
                "HTTPS://app.example:443")) {
            var uri = program.uri();
            for (var origin : new String[] {"http://localhost:4200", "https://app.example"}) {
                var response = request(uri, "").add("Origin", origin).send(uri).assertImages();
                assertThat(response.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            }
            var other =
                    request(uri, "").add("Origin", "https://app.example:443").send(uri);
            assertThat(other.assertImages().header("Access-Control-Allow-Origin"))
                    .isNull();
            request(uri, "&imageName=x").send(uri).assertError(ApiError.UNKNOWN_PARAMETER, " imageName");
            program.stop();
        }
    }

    @Test
    void environmentSetsStrictAndOrigins(@TempDir Path folder) throws Exception {
        var environment = Map.of("ECS_IMAGES_STRICT", "true", "ECS_IMAGES_CORS_ORIGINS", "http://localhost:4200");
        try (var program = ServerProcess.logging(folder.resolve("log"), environment, "--port", "0")) {
            var uri = program.uri();
            var response =
                    request(uri, "").add("Origin", "http://localhost:4200").send(uri);
            assertThat(response.assertImages().header("Access-Control-Allow-Origin"))
                    .isEqualTo("http://localhost:4200");
            request(uri, "&imageName=x").send(uri).assertError(ApiError.UNKNOWN_PARAMETER, " imageName");
            program.stop();
        }
    }

    /** Only the option accepts unsigned requests, since it requires a loopback address. */
    @Test
    void environmentDoesNotAcceptUnsignedRequests(@TempDir Path folder) throws Exception {
        var environment = Map.of("ECS_IMAGES_UNSIGNED_ACCOUNT", "1234567890123456");
        var data = folder.resolve("catalogue").toString();
        try (var program = ServerProcess.logging(folder.resolve("log"), environment, "--port", "0", "--data", data)) {
            var uri = program.uri();
            request(uri, "").send(uri).assertError(ApiError.MISSING_ACCESS_KEY_ID);
            program.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "",
                "localhost",
                "localhost:4200",
                "http://",
                "http://a/",
                "http://a/b",
                "http://a b"
            })
    void rejectsInvalidOrigin(String origin) {
        var outcome = CommandResult.of("serve", "--port", "0", "--cors-origin", origin);
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("'" + origin + "' is not an origin such as http://localhost:4200");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:4200,http://localhost:4200",
        "HTTP://LocalHost:80,http://localhost",
        "https://a.example:443,https://a.example",
        "https://a.example:80,https://a.example:80",
        "http://[::1]:8080,http://[::1]:8080",
        "chrome-extension://abc,chrome-extension://abc"
    })
    void normalizesOrigin(String text, String origin) throws TypeConversionException {
        assertThat(new CorsOrigin.Converter().convert(text).value()).isEqualTo(origin);
    }
}
