package io.ecsimages.server.protocol;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Errors of missing or invalid common parameters. */
@Tag("contract")
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class CommonErrorsTest {

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    /** Expects an error in both formats, and with the parameters in the query and in the form. */
    private static void assertError(String name, String value, ApiError error) {
        for (var call : List.of(
                new V1Request("GET"), new V1Request("GET").with("Format", "XML"), new V1Request("POST").inForm())) {
            (value == null ? call.without(name) : call.with(name, value))
                    .send(uri)
                    .assertError(error);
        }
    }

    private static ApiError missing(String name) {
        return Arrays.stream(CommonParameter.values())
                .filter(parameter -> parameter.parameterName().equals(name))
                .findFirst()
                .orElseThrow()
                .missing();
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
        assertError(name, null, missing(name));
        assertError(name, "", missing(name));
    }

    @Test
    void namesMissingSignature() {
        new V1Request("GET").request(uri, null).send(uri).assertError(ApiError.MISSING_SIGNATURE);
        new V1Request("GET").request(uri, "").send(uri).assertError(ApiError.MISSING_SIGNATURE);
        new V1Request("POST").inForm().request(uri, null).send(uri).assertError(ApiError.MISSING_SIGNATURE);
    }

    @Test
    void rejectsUnsignedRequest() {
        new RawRequest("GET", "/?Action=DescribeImages&Version=2014-05-26&RegionId=cn-hangzhou")
                .add("Host", uri.getAuthority())
                .send(uri)
                .assertError(ApiError.MISSING_ACCESS_KEY_ID);
    }

    @ParameterizedTest
    @CsvSource({"x-acs-action,Action", "x-acs-version,Version", "x-acs-date,Timestamp"})
    void namesMissingHeaderOfVersion3(String header, String name) {
        var error = missing(name);
        new V3Request("GET").without(header).send(uri).assertError(error);
        new V3Request("GET").header(header, "").with("Format", "xml").send(uri).assertError(error);
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
        new V3Request("GET").authorization(authorization).send(uri).assertError(missing(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HMAC-MD5", "hmac-sha1", "HMAC-SHA1 ", "ACS3-HMAC-SHA256", "HMAC_SHA1"})
    void rejectsUnknownSignatureMethod(String method) {
        assertError("SignatureMethod", method, ApiError.INVALID_PARAMETER_SIGNATURE_METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACS3-RSA-SHA256", "ACS3-HMAC-SM3", "ACS3-HMAC-SHA2567", "ACS3-"})
    void rejectsUnknownAlgorithmOfVersion3(String algorithm) {
        new V3Request("GET")
                .authorization(algorithm + " Credential=%1$s,SignedHeaders=%2$s,Signature=%3$s")
                .send(uri)
                .assertError(ApiError.INVALID_PARAMETER_SIGNATURE_METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "1", "1.0 "})
    void rejectsUnknownSignatureVersion(String version) {
        assertError("SignatureVersion", version, ApiError.INVALID_PARAMETER_SIGNATURE_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2014-05-27", "2014-5-26", "latest"})
    void rejectsUnknownApiVersion(String version) {
        assertError("Version", version, ApiError.INVALID_VERSION);
        new V3Request("GET").header("x-acs-version", version).send(uri).assertError(ApiError.INVALID_VERSION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeInstances", "describeimages", "../docs", "環境", "DescribeImages "})
    void rejectsUnknownAction(String action) {
        assertError("Action", action, ApiError.INVALID_ACTION_NOT_FOUND);
        if (!action.endsWith(" ")) {
            // HTTP ignores white space at the end of a header.
            var version3 = new V3Request("GET").header("x-acs-action", action);
            version3.send(uri).assertError(ApiError.INVALID_ACTION_NOT_FOUND);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    void rejectsOtherHttpMethods(String method) {
        new V1Request(method).send(uri).assertError(ApiError.UNSUPPORTED_HTTP_METHOD);
        new V1Request(method).without("Format").send(uri).assertError(ApiError.UNSUPPORTED_HTTP_METHOD);
        new V3Request(method).send(uri).assertError(ApiError.UNSUPPORTED_HTTP_METHOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/DescribeImages", "//", "/index.html", "/%2e%2e/", "/;a=b"})
    void rejectsOtherPaths(String path) {
        var request = new V1Request("GET").request(uri);
        request.target(path + request.target().substring(1)).send(uri).assertError(ApiError.INVALID_ACTION_NOT_FOUND);
    }
}
