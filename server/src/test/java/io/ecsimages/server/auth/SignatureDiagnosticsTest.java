package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ecsimages.server.CapturedLog;
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
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Log lines that explain a signature mismatch to the developer of a client. */
@Tag("database-independent")
class SignatureDiagnosticsTest {

    @AutoClose
    private final CapturedLog log = new CapturedLog("io.ecsimages", Level.WARN);

    /** Sends a request with another ImageName than its client signed. */
    private static void sendMismatch(boolean explain, boolean sendSigned) {
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
            if (sendSigned) {
                request.header("x-ecs-images-signed", URLEncoder.encode(signed, StandardCharsets.UTF_8));
            }
            assertThat(TestServer.send(request).statusCode()).isEqualTo(400);
        }
    }

    @Test
    void logsStringToSignAndFirstDifference() {
        sendMismatch(true, true);
        assertThat(log.messages().toString()).contains("GET&%2F&AccessKeyId%3Dtestid");
        assertThat(log.messages().toString())
                .contains("first difference: the server has ImageName=a%2Bb, the client has ImageName=a%20b");
        assertThat(log.messages().toString()).doesNotContain("testsecret");
    }

    @Test
    void logsHowToSendTheSignedString() {
        sendMismatch(true, false);
        assertThat(log.messages().toString()).contains("x-ecs-images-signed");
    }

    @Test
    void logsNothingByDefault() {
        sendMismatch(false, true);
        assertThat(log.messages().toString()).doesNotContain("ImageName");
        assertThat(log.messages().toString()).doesNotContain("%2F");
    }

    @Test
    void comparesCanonicalRequestsLineByLine() {
        var server = SignatureDiagnostics.parts("POST\n/\na=1&b=2\nhost:x\n\nhost\nhash");
        var client = SignatureDiagnostics.parts("POST\n/\na=1&b=3\nhost:x\n\nhost\nhash");
        assertThat(SignatureDiagnostics.firstDifference(server, client))
                .isEqualTo("first difference: the server has b=2, the client has b=3");
        assertThat(SignatureDiagnostics.firstDifference(server, server))
                .contains("its secret differs from that of the key");
    }

    @Test
    void escapesControlCharactersOfTheClient() {
        var difference = SignatureDiagnostics.firstDifference(
                SignatureDiagnostics.parts("GET\n/\na=1"),
                SignatureDiagnostics.parts("GET\n/\na=1\r2026 WARN forged\u001b[0m"));
        assertThat(difference)
                .isEqualTo("first difference: the server has a=1, the client has a=1?2026 WARN forged?[0m");
    }
}
