package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ecsimages.server.ServerLog;
import io.ecsimages.server.TestServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a developer of a client reads in the log, and what nobody reads where it is off. */
@Tag("database-independent")
class SignatureDiagnosticsTest {

    @RegisterExtension
    private final ServerLog log = new ServerLog(Level.WARN);

    /** A request whose client signed another ImageName than it sent. */
    private static void sendMismatch(boolean explain, boolean tell) {
        try (var server = TestServer.withSample(Map.of("ecs-images.debug-signatures", explain))) {
            var parameters = new TreeMap<>(TestServer.parameters(
                    "Version", "2014-05-26",
                    "AccessKeyId", "testid",
                    "SignatureMethod", "HMAC-SHA1",
                    "SignatureVersion", "1.0",
                    "SignatureNonce", UUID.randomUUID().toString(),
                    "Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                    "ImageName", "a b"));
            var signed = SignatureV1.stringToSign("GET", parameters);
            parameters.put("ImageName", "a+b");
            parameters.put("Signature", SignatureAlgorithm.HMAC_SHA1.sign("testsecret", signed));
            var request = HttpRequest.newBuilder(URI.create(server.uri() + "?" + TestServer.form(parameters)));
            if (tell) {
                request.header("x-ecs-images-signed", URLEncoder.encode(signed, StandardCharsets.UTF_8));
            }
            assertThat(TestServer.send(request).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void theLogShowsWhatTheServerSignedAndTheFirstDifference() {
        sendMismatch(true, true);
        assertThat(log.text()).contains("GET&%2F&AccessKeyId%3Dtestid");
        assertThat(log.text())
                .contains("first difference: the server has ImageName=a%2Bb, the client has ImageName=a%20b");
        assertThat(log.text()).doesNotContain("testsecret");
    }

    @Test
    void aClientThatDoesNotSayWhatItSignedIsToldHow() {
        sendMismatch(true, false);
        assertThat(log.text()).contains("x-ecs-images-signed");
    }

    @Test
    void nothingIsLoggedUnlessTheServerWasToldTo() {
        sendMismatch(false, true);
        assertThat(log.text()).doesNotContain("ImageName");
        assertThat(log.text()).doesNotContain("%2F");
    }

    @Test
    void theCanonicalRequestOfVersion3IsComparedLineByLine() {
        var server = SignatureDiagnostics.parts("POST\n/\na=1&b=2\nhost:x\n\nhost\nhash");
        var client = SignatureDiagnostics.parts("POST\n/\na=1&b=3\nhost:x\n\nhost\nhash");
        assertThat(SignatureDiagnostics.firstDifference(server, client))
                .isEqualTo("first difference: the server has b=2, the client has b=3");
        assertThat(SignatureDiagnostics.firstDifference(server, server))
                .contains("its secret differs from that of the key");
    }

    @Test
    void whatAClientClaimsCannotForgeLines() {
        var difference = SignatureDiagnostics.firstDifference(
                SignatureDiagnostics.parts("GET\n/\na=1"),
                SignatureDiagnostics.parts("GET\n/\na=1\r2026 WARN forged\u001b[0m"));
        assertThat(difference)
                .isEqualTo("first difference: the server has a=1, the client has a=1?2026 WARN forged?[0m");
    }
}
