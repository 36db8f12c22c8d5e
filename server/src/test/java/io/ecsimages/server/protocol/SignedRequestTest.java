package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each encoding of a signed request, with signature versions 1 and 3. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class SignedRequestTest {

    private static final String[] COMMON_PARAMETERS = {
        "Action",
        "Version",
        "Format",
        "AccessKeyId",
        "Signature",
        "SignatureMethod",
        "SignatureNonce",
        "SignatureVersion",
        "Timestamp"
    };

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    private static void assertOneImage(RawResponse response) {
        assertThat(response.assertImages().field("TotalCount")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void acceptsVersion1InTheQuery(String method) {
        new V1Request(method).send(uri).assertImages();
    }

    @Test
    void acceptsVersion1InTheForm() {
        assertOneImage(
                new V1Request("POST").with("ImageName", "load-test v2").inForm().send(uri));
    }

    @Test
    void acceptsVersion1InQueryAndForm() {
        assertOneImage(new V1Request("POST")
                .with("ImageName", "load-test v2")
                .inForm("RegionId", "ImageName")
                .send(uri));
        assertOneImage(new V1Request("POST")
                .with("ImageName", "load-test v2")
                .inForm(COMMON_PARAMETERS)
                .send(uri));
    }

    @Test
    void acceptsSameParameterInQueryAndForm() {
        var request = new V1Request("POST").inForm().request(uri);
        request.target("/?RegionId=cn-hangzhou").send(uri).assertImages();
    }

    @Test
    void acceptsHmacSha256InVersion1() {
        new V1Request("GET").with("SignatureMethod", "HMAC-SHA256").send(uri).assertImages();
    }

    @Test
    void acceptsSignedEmptyAndUnknownParameters() {
        new V1Request("GET")
                .with("SignatureType", "")
                .with("ServiceCode", "ecs")
                .send(uri)
                .assertImages();
    }

    @Test
    void acceptsUnsignedEmptyParameters() {
        assertOneImage(new V1Request("POST")
                .with("Tag.1.Key", "backup")
                .with("Tag.1.Value", "")
                .omitEmptyFromSignature()
                .send(uri));
    }

    @ParameterizedTest
    @CsvSource({
        "load-test v2,load-test%20v2",
        "load-test v2,load-test+v2",
        "load-test v2,%6coad%2Dtest%20%76%32",
        "load*v2,load*v2",
        "load*v2,load%2av2",
        "合作方-风控模型-20240418,%e5%90%88%e4%BD%9C%E6%96%B9-%E9%A3%8E%E6%8E%A7%E6%A8%A1%E5%9E%8B-2024%30418"
    })
    void acceptsAnyPercentEncoding(String name, String encoded) {
        var request = new V1Request("GET").with("ImageName", name).request(uri);
        request.target(request.target().replace("=" + Signer.encode(name), "=" + encoded));
        request.send(uri).assertImages();
        var version3 = new V3Request("GET").with("ImageName", name).request(uri);
        version3.target(version3.target().replace("=" + Signer.encode(name), "=" + encoded));
        version3.send(uri).assertImages();
    }

    @Test
    void acceptsParametersInAnyOrder() {
        for (var request : new RawRequest[] {
            new V1Request("GET").request(uri),
            new V3Request("GET").with("A", "").request(uri)
        }) {
            var parameters = Arrays.asList(request.target().substring(2).split("&"));
            Collections.reverse(parameters);
            request.target("/?" + String.join("&", parameters)).send(uri).assertImages();
        }
    }

    @Test
    void ignoresVersion3HeadersInVersion1() {
        new V1Request("POST")
                .request(uri)
                .add("x-acs-action", "StopInstance")
                .add("x-acs-version", "1999-01-01")
                .send(uri)
                .assertImages();
    }

    @Test
    void acceptsPostWithoutContentLength() {
        new V1Request("POST")
                .request(uri)
                .add("Content-Type", "application/x-www-form-urlencoded")
                .send(uri)
                .assertImages();
        new V3Request("POST").send(uri).assertImages();
    }

    @Test
    void acceptsPostWithEmptyBody() {
        new V1Request("POST").request(uri).add("Content-Length", "0").send(uri).assertImages();
        new V1Request("POST").request(uri).chunked().send(uri).assertImages();
        new V3Request("POST").request(uri).add("Content-Length", "0").send(uri).assertImages();
        new V3Request("POST").request(uri).chunked().send(uri).assertImages();
    }

    @Test
    void acceptsChunkedForm() {
        new V1Request("POST").inForm().request(uri).chunked().send(uri).assertImages();
        new V3Request("POST")
                .form("RegionId", "cn-hangzhou")
                .request(uri)
                .chunked()
                .send(uri)
                .assertImages();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void acceptsVersion3InTheQuery(String method) {
        assertOneImage(new V3Request(method)
                .with("Tag.1.Key", "环境")
                .with("Tag.2.Key", "backup")
                .with("Tag.2.Value", "")
                .with("Status", "UnAvailable")
                .send(uri));
    }

    @Test
    void acceptsVersion3InTheForm() {
        assertOneImage(new V3Request("POST")
                .form("RegionId", "cn-hangzhou")
                .form("ImageName", "load-test v2")
                .send(uri));
    }

    @Test
    void acceptsVersion3InQueryAndForm() {
        assertOneImage(new V3Request("POST").form("ImageName", "load-test v2").send(uri));
    }

    @Test
    void acceptsVersion3WithoutNonce() {
        new V3Request("GET").without("x-acs-signature-nonce").send(uri).assertImages();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ACS3-HMAC-SHA256 Credential=%1$s,Signature=%3$s,SignedHeaders=%2$s",
                "ACS3-HMAC-SHA256 SignedHeaders=%2$s, Signature=%3$s, Credential=%1$s"
            })
    void acceptsAuthorizationFieldsInAnyOrder(String authorization) {
        new V3Request("GET").authorization(authorization).send(uri).assertImages();
    }

    @Test
    void acceptsOtherUnsignedAcsHeaders() {
        new V3Request("GET")
                .request(uri)
                .add("x-acs-proxy-note", "added on the way")
                .send(uri)
                .assertImages();
    }

    @Test
    void acceptsOtherSignedHeaders() {
        new V3Request("GET")
                .header("x-acs-credentials-provider", "static_ak")
                .header("x-acs-note", "环境")
                .send(uri)
                .assertImages();
    }

    @Test
    void headerNamesAreCaseInsensitive() {
        var request = new V3Request("GET").request(uri);
        request.headers().replaceAll(header -> Map.entry(header.getKey().toUpperCase(Locale.ROOT), header.getValue()));
        request.send(uri).assertImages();
        new V3Request("GET")
                .authorization("ACS3-HMAC-SHA256 Credential=%1$s,SignedHeaders=Host;X-Acs-Action;X-Acs-Content-Sha256;"
                        + "X-Acs-Date;X-Acs-Signature-Nonce;X-Acs-Version,Signature=%3$s")
                .send(uri)
                .assertImages();
    }

    @Test
    void acceptsTwoRequestsOverOneConnection() throws IOException {
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            for (int i = 0; i < 2; i++) {
                socket.getOutputStream()
                        .write(new V1Request("POST").inForm().request(uri).bytes());
                RawResponse.read(socket).orElseThrow().assertImages();
            }
        }
    }
}
