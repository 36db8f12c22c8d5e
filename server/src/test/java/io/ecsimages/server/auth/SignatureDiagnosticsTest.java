package io.ecsimages.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.ecsimages.server.RunningServer;
import io.ecsimages.server.ServerLog;
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
        try (var server = RunningServer.withSample(Map.of("ecs-images.debug-signatures", explain))) {
            var parameters = new TreeMap<>(RunningServer.parameters(
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
            var request = HttpRequest.newBuilder(URI.create(server.uri() + "?" + RunningServer.form(parameters)));
            if (tell) {
                request.header("x-ecs-images-signed", URLEncoder.encode(signed, StandardCharsets.UTF_8));
            }
            assertEquals(400, RunningServer.send(request).statusCode());
        }
    }

    @Test
    void theLogShowsWhatTheServerSignedAndTheFirstDifference() {
        sendMismatch(true, true);
        assertTrue(log.text().contains("GET&%2F&AccessKeyId%3Dtestid"), log.text());
        assertTrue(
                log.text().contains("first difference: the server has ImageName=a%2Bb, the client has ImageName=a%20b"),
                log.text());
        assertFalse(log.text().contains("testsecret"), log.text());
    }

    @Test
    void aClientThatDoesNotSayWhatItSignedIsToldHow() {
        sendMismatch(true, false);
        assertTrue(log.text().contains("x-ecs-images-signed"), log.text());
    }

    @Test
    void nothingIsLoggedUnlessTheServerWasToldTo() {
        sendMismatch(false, true);
        assertFalse(log.text().contains("ImageName"), log.text());
        assertFalse(log.text().contains("%2F"), log.text());
    }

    @Test
    void theCanonicalRequestOfVersion3IsComparedLineByLine() {
        var server = SignatureDiagnostics.parts("POST\n/\na=1&b=2\nhost:x\n\nhost\nhash");
        var client = SignatureDiagnostics.parts("POST\n/\na=1&b=3\nhost:x\n\nhost\nhash");
        assertEquals(
                "first difference: the server has b=2, the client has b=3",
                SignatureDiagnostics.firstDifference(server, client));
        assertTrue(SignatureDiagnostics.firstDifference(server, server)
                .contains("its secret differs from that of the key"));
    }

    @Test
    void whatAClientClaimsCannotForgeLines() {
        var difference = SignatureDiagnostics.firstDifference(
                SignatureDiagnostics.parts("GET\n/\na=1"),
                SignatureDiagnostics.parts("GET\n/\na=1\r2026 WARN forged\u001b[0m"));
        assertEquals("first difference: the server has a=1, the client has a=1?2026 WARN forged?[0m", difference);
    }
}
