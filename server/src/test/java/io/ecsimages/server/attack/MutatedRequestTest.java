package io.ecsimages.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Mutates signed requests that were sent before, from a fixed seed. The server must reject every mutant. If it accepts the
 * signature and rejects the used nonce, the signed content must be unchanged.
 */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class MutatedRequestTest {

    /** The number of mutants, which {@code -Decs-images.attack.inputs=100000} raises. */
    private static final int INPUTS = Integer.getInteger("ecs-images.attack.inputs", 2000);

    private static TestServer server;
    private static URI uri;

    private int tried;
    private int responsesWithData;
    private int serverErrors;
    private int acceptedSignatures;
    private final List<String> findings = new ArrayList<>();

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    private static List<RawRequest> sentRequests() {
        var requests = List.of(
                new V1Request("GET")
                        .with("ImageName", "*")
                        .with("Tag.1.Key", "环境")
                        .request(uri),
                new V1Request("GET")
                        .without("Format")
                        .with("SignatureMethod", "HMAC-SHA256")
                        .request(uri),
                new V1Request("POST").with("PageSize", "1").inForm().request(uri),
                new V1Request("POST")
                        .with("PageSize", "1")
                        .inForm("PageSize", "RegionId")
                        .request(uri),
                new V3Request("GET")
                        .with("ImageName", "*")
                        .with("Tag.1.Key", "环境")
                        .request(uri),
                new V3Request("POST")
                        .form("RegionId", "cn-hangzhou")
                        .form("PageSize", "1")
                        .request(uri),
                new V3Request("GET")
                        .without("x-acs-signature-nonce")
                        .with("Format", "XML")
                        .request(uri));
        requests.forEach(request -> request.send(uri).assertImages());
        return requests;
    }

    @Test
    void rejectsEveryMutationOfASentRequest() {
        var requests = sentRequests();
        var mutator = new RequestMutator(new Random(20140526));
        for (int i = 0; i < INPUTS; i++) {
            var original = requests.get(i % requests.size());
            if (i % 3 == 2) {
                verify(original, null, mutator.flipBits(original.bytes()));
            } else {
                var changed = mutator.mutate(original);
                verify(original, changed, changed.bytes());
            }
        }
        System.out.println("mutated requests: " + tried + ", with data in the response: " + responsesWithData
                + ", server errors: " + serverErrors);
        assertThat(findings).isEmpty();
        assertThat(acceptedSignatures)
                .as("mutants whose signature is still valid")
                .isPositive();
    }

    /** @param changed the mutated request; null if its bytes were changed */
    private void verify(RawRequest original, RawRequest changed, byte[] bytes) {
        tried++;
        var response = RawResponse.to(uri, bytes, 100);
        if (response.isEmpty()) {
            return;
        }
        responsesWithData += response.get().hasImages() ? 1 : 0;
        serverErrors += response.get().status() >= 500 ? 1 : 0;
        finding(original, changed, response.get())
                .ifPresent(finding -> findings.add(
                        finding + "\n" + new String(bytes, StandardCharsets.ISO_8859_1) + "\n" + response.get()));
    }

    private Optional<String> finding(RawRequest original, RawRequest changed, RawResponse response) {
        if (changed != null && changed.method().equals("HEAD")) {
            // A response to HEAD has no body.
            return response.status() / 100 == 4 ? Optional.empty() : Optional.of("HEAD is accepted");
        }
        try {
            response.assertRefused();
        } catch (AssertionError e) {
            return Optional.of(e.toString());
        }
        if (changed != null && response.field("Code").equals(ApiError.SIGNATURE_NONCE_USED.code())) {
            acceptedSignatures++;
            if (!SignedContent.of(original).equals(SignedContent.of(changed))) {
                return Optional.of("the signature is accepted for another request");
            }
        }
        return Optional.empty();
    }
}
