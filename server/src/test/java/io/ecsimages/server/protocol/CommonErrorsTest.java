package io.ecsimages.server.protocol;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of missing or invalid common parameters. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class CommonErrorsTest {

    private static final String UNKNOWN_ACTION = "Specified api is not found, please check your url and method.";

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    /** Expects an error in both formats, and with the parameters in the query and in the form. */
    private static void assertError(String name, String value, int status, String code, String message) {
        for (var call : List.of(
                new V1Request("GET"), new V1Request("GET").with("Format", "XML"), new V1Request("POST").inForm())) {
            (value == null ? call.without(name) : call.with(name, value))
                    .send(uri)
                    .assertError(status, code, message);
        }
    }

    private static String missingCode(String name) {
        return name.equals("Timestamp") ? "IllegalTimestamp" : "MissingParameter";
    }

    private static String missingMessage(String name) {
        return "The input parameter \"" + name + "\" that is mandatory for processing this request is not supplied.";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Action",
                "Version",
                "AccessKeyId",
                "SignatureMethod",
                "SignatureVersion",
                "SignatureNonce",
                "Timestamp"
            })
    void namesMissingParameterOfVersion1(String name) {
        assertError(name, null, 400, missingCode(name), missingMessage(name));
        assertError(name, "", 400, missingCode(name), missingMessage(name));
    }

    @Test
    void namesMissingSignature() {
        var message = missingMessage("Signature");
        new V1Request("GET").request(uri, null).send(uri).assertError(400, "MissingParameter", message);
        new V1Request("GET").request(uri, "").send(uri).assertError(400, "MissingParameter", message);
        new V1Request("POST").inForm().request(uri, null).send(uri).assertError(400, "MissingParameter", message);
    }

    @Test
    void rejectsUnsignedRequest() {
        new RawRequest("GET", "/?Action=DescribeImages&Version=2014-05-26&RegionId=cn-hangzhou")
                .add("Host", uri.getAuthority())
                .send(uri)
                .assertError(400, "MissingParameter", missingMessage("AccessKeyId"));
    }

    @ParameterizedTest
    @CsvSource({"x-acs-action,Action", "x-acs-version,Version", "x-acs-date,Timestamp"})
    void namesMissingHeaderOfVersion3(String header, String name) {
        var code = missingCode(name);
        var message = missingMessage(name);
        new V3Request("GET").without(header).send(uri).assertError(400, code, message);
        new V3Request("GET").header(header, "").with("Format", "xml").send(uri).assertError(400, code, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ACS3-HMAC-SHA256 SignedHeaders=%2$s,Signature=%3$s|AccessKeyId",
                "ACS3-HMAC-SHA256 Credential=,SignedHeaders=%2$s,Signature=%3$s|AccessKeyId",
                "ACS3-HMAC-SHA256|AccessKeyId",
                "ACS3-HMAC-SHA256 Credential=%1$s,SignedHeaders=%2$s|Signature",
                "ACS3-HMAC-SHA256 Credential=%1$s,SignedHeaders=%2$s,Signature=|Signature"
            })
    void namesMissingFieldOfAuthorization(String authorization, String name) {
        new V3Request("GET")
                .authorization(authorization)
                .send(uri)
                .assertError(400, missingCode(name), missingMessage(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HMAC-MD5", "hmac-sha1", "HMAC-SHA1 ", "ACS3-HMAC-SHA256", "HMAC_SHA1"})
    void rejectsUnknownSignatureMethod(String method) {
        // The spelling of the code is the vendor's.
        var message = "The specified parameter \"SignatureMethod\" is not valid.";
        assertError("SignatureMethod", method, 400, "InvalidParamater", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACS3-RSA-SHA256", "ACS3-HMAC-SM3", "ACS3-HMAC-SHA2567", "ACS3-"})
    void rejectsUnknownAlgorithmOfVersion3(String algorithm) {
        new V3Request("GET")
                .authorization(algorithm + " Credential=%1$s,SignedHeaders=%2$s,Signature=%3$s")
                .send(uri)
                .assertError(400, "InvalidParamater", "The specified parameter \"SignatureMethod\" is not valid.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "1", "1.0 "})
    void rejectsUnknownSignatureVersion(String version) {
        // The code is misspelt in Alibaba Cloud's API.
        var message = "The specified parameter \"SignatureVersion\" is not valid.";
        assertError("SignatureVersion", version, 400, "InvalidParamater", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2014-05-27", "2014-5-26", "latest"})
    void rejectsUnknownApiVersion(String version) {
        var message = "Specified parameter Version is not valid.";
        assertError("Version", version, 400, "InvalidVersion", message);
        new V3Request("GET").header("x-acs-version", version).send(uri).assertError(400, "InvalidVersion", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeInstances", "describeimages", "../docs", "環境", "DescribeImages "})
    void rejectsUnknownAction(String action) {
        assertError("Action", action, 404, "InvalidAction.NotFound", UNKNOWN_ACTION);
        if (!action.endsWith(" ")) {
            // HTTP ignores white space at the end of a header.
            var version3 = new V3Request("GET").header("x-acs-action", action);
            version3.send(uri).assertError(404, "InvalidAction.NotFound", UNKNOWN_ACTION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void rejectsOtherHttpMethods(String method) {
        var message = "This http method is not supported.";
        new V1Request(method).send(uri).assertError(403, "UnsupportedHTTPMethod", message);
        new V1Request(method).without("Format").send(uri).assertError(403, "UnsupportedHTTPMethod", message);
        new V3Request(method).send(uri).assertError(403, "UnsupportedHTTPMethod", message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/DescribeImages", "//", "/index.html", "/%2e%2e/", "/;a=b"})
    void rejectsOtherPaths(String path) {
        var request = new V1Request("GET").request(uri);
        request.target(path + request.target().substring(1))
                .send(uri)
                .assertError(404, "InvalidAction.NotFound", UNKNOWN_ACTION);
    }
}
