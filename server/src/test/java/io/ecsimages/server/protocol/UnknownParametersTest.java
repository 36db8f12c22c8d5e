package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that an action does not have: a header names them, and a strict server refuses them. */
@Tag("contract")
@Tag("database-independent")
@ServerTest
class UnknownParametersTest {

    private static URI uri;
    private static TestServer strict;

    @BeforeAll
    static void start(TestServer started) {
        uri = started.loadSample().uri();
        strict = TestServer.withSample(Map.of("ecs-images.strict", true));
    }

    @AfterAll
    static void stop() {
        strict.close();
    }

    private static RawRequest request(String action, String more) {
        return new RawRequest("GET", "/?Format=JSON&RegionId=cn-hangzhou&Action=" + action + more)
                .add("Host", uri.getAuthority());
    }

    private static RawResponse describe(URI server, String more) {
        return request("DescribeImages", more).send(server);
    }

    private static String ignored(RawResponse response) {
        return response.header("x-ecs-images-ignored-parameters");
    }

    @ParameterizedTest
    @CsvSource({
        "&imageName=zzz,imageName",
        "&ImageId.1=x,ImageId.1",
        "&Tag.1=env,Tag.1",
        "&Tag.1.KEY=env,Tag.1.KEY",
        "&Tag.1.Key.1=env,Tag.1.Key.1",
        "&tag.1.Key=env,tag.1.Key",
        "&Tags.1.Key=env,Tags.1.Key",
        "&Filter.1.key=NetworkType,Filter.1.key",
        "&imagename=a&ImageNames=b,'ImageNames,imagename'",
        "&%E9%95%9C%0D%0Ax%2Cy=1,%E9%95%9C%0D%0Ax%2Cy"
    })
    void namesUnknownParameters(String parameters, String names) {
        // The third response is from the cache.
        for (int i = 0; i < 3; i++) {
            assertThat(ignored(describe(uri, parameters).assertImages())).isEqualTo(names);
        }
        var refused = describe(strict.uri(), parameters);
        refused.assertError(ApiError.UNKNOWN_PARAMETER, " " + names);
        assertThat(ignored(refused)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "&ImageName=*",
                "&Tag.1.Key=env",
                "&Tag.1.key=env",
                "&Tag.2.Key=env&Tag.2.Value=",
                "&Filter.1.Key=NetworkType&Filter.1.Value=vpc",
                "&SignatureType=",
                "&SignatureType=BEARERTOKEN&BearerToken=x",
                "&ServiceCode=ecs",
                "&Api=http%3A%2F%2Fecs.aliyuncs.com",
                "&OwnerId=1",
                "&OwnerAccount=a&ResourceOwnerId=1&ResourceOwnerAccount=a",
                "&SecurityToken="
            })
    void doesNotNameKnownParameters(String parameters) {
        for (var server : new URI[] {uri, strict.uri()}) {
            var response = describe(server, parameters);
            assertThat(response.status()).as(response.body()).isEqualTo(200);
            assertThat(ignored(response)).isNull();
        }
    }

    @Test
    void namesParametersOfTheSameRequest() {
        assertThat(ignored(describe(uri, "&First=x"))).isEqualTo("First");
        assertThat(ignored(describe(uri, ""))).isNull();
        assertThat(ignored(describe(uri, "&Second=x"))).isEqualTo("Second");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DescribeImages",
                "DescribeRegions",
                "DescribeTags",
                "DescribeImageFromFamily&ImageFamily=shop-web",
                "ListTagResources&ResourceType=image&Tag.1.Key=env"
            })
    void appliesToEveryAction(String action) {
        assertThat(ignored(request(action, "&Foo=x").send(uri))).isEqualTo("Foo");
        assertThat(request(action, "").send(strict.uri()).status()).isEqualTo(200);
        request(action, "&Foo=x").send(strict.uri()).assertError(ApiError.UNKNOWN_PARAMETER, " Foo");
    }

    @Test
    void appliesToSignedRequests() {
        assertThat(ignored(new V1Request("POST").with("Foo", "x").inForm().send(uri)))
                .isEqualTo("Foo");
        assertThat(ignored(new V3Request("POST").form("Foo", "x").send(uri))).isEqualTo("Foo");
        new V1Request("GET").send(strict.uri()).assertImages();
        new V3Request("GET").send(strict.uri()).assertImages();
        new V1Request("POST")
                .with("Foo", "x")
                .inForm()
                .send(strict.uri())
                .assertError(ApiError.UNKNOWN_PARAMETER, " Foo");
        new V3Request("GET").with("Foo", "x").send(strict.uri()).assertError(ApiError.UNKNOWN_PARAMETER, " Foo");
    }

    @Test
    void checksSignatureFirst() {
        var forged = new V1Request("GET").with("Foo", "x").request(strict.uri(), "d3Jvbmc=");
        assertThat(forged.send(strict.uri()).field("Code")).isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
    }

    @Test
    void limitsLengthOfHeader() {
        var parameters = new StringBuilder();
        for (int i = 10; i < 60; i++) {
            parameters.append("&P").append(i).append("x".repeat(200)).append("=1");
        }
        var names = ignored(describe(uri, parameters.toString()).assertImages()).split(",");
        assertThat(names).hasSize(21);
        assertThat(names[0]).isEqualTo("P10" + "x".repeat(97) + "...");
        assertThat(names[20]).isEqualTo("...");
    }

    @Test
    void acceptsCommonParameters() {
        var request = new StringBuilder();
        for (var common : CommonParameter.values()) {
            if (common != CommonParameter.SIGNATURE
                    && common != CommonParameter.ACTION
                    && common != CommonParameter.OWNER_ACCOUNT
                    && common != CommonParameter.FORMAT) {
                request.append('&').append(common.parameterName()).append('=');
            }
        }
        describe(strict.uri(), request.toString()).assertImages();
    }
}
