package io.ecsimages.server.database;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV1;
import io.ecsimages.server.transfer.SampleCatalogue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A signed call of DescribeImages that can be sent more than once, to several servers: with one nonce. */
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

    /** 200, or the status and the code of an error. */
    String outcome(TestServer server) {
        var response = server.get(parameters);
        return response.statusCode() == 200
                ? "200"
                : response.statusCode() + " "
                        + TestServer.json(response).path("Code").asText();
    }
}
