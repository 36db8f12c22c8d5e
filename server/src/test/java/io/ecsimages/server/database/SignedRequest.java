package io.ecsimages.server.database;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV1;
import io.ecsimages.server.transfer.SampleCatalogue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A signed DescribeImages request that can be sent repeatedly, with the same nonce. */
final class SignedRequest {

    private final Map<String, String> parameters;

    SignedRequest(String nonce) {
        parameters = TestServer.parameters(
                "Format",
                "JSON",
                "Version",
                "2014-05-26",
                "AccessKeyId",
                SampleCatalogue.ACCESS_KEY_ID,
                "SignatureMethod",
                SignatureAlgorithm.HMAC_SHA1.wireName(),
                "SignatureVersion",
                "1.0",
                "SignatureNonce",
                nonce,
                "Timestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        parameters.put(
                "Signature",
                SignatureAlgorithm.HMAC_SHA1.sign(
                        SampleCatalogue.ACCESS_KEY_SECRET, SignatureV1.stringToSign("GET", parameters)));
    }

    /** Returns the outcome of a request that yields an error. */
    static String outcome(ApiError error) {
        return error.status() + " " + error.code();
    }

    /** Sends the request, and returns {@code 200}, or the status and the error code. */
    String outcome(TestServer server) {
        var response = server.get(parameters);
        return response.statusCode() == 200
                ? "200"
                : response.statusCode() + " "
                        + TestServer.json(response).path("Code").asText();
    }
}
