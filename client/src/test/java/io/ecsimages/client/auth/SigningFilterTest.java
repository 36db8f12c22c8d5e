package io.ecsimages.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.StubProxy;
import io.ecsimages.client.StubServer;
import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.TagFilter;
import io.ecsimages.client.protocol.ActionRequest;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpVersion;
import io.micronaut.http.client.HttpClientRegistry;
import io.micronaut.http.client.HttpVersionSelection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Requests to the hosts of the real service, compared with signatures that Alibaba Cloud published, and with two derived from
 * its rules. A stub proxy receives them.
 */
class SigningFilterTest {

    private static final DescribeImagesRequest DESCRIBE_IMAGES = new DescribeImagesRequest()
            .regionId("cn-hangzhou")
            .imageName("my image*~")
            .tag(List.of(new TagFilter().key("环境").value("")));

    private static final String QUERY =
            "ImageName=my%20image%2A~&RegionId=cn-hangzhou" + "&Tag.1.Key=%E7%8E%AF%E5%A2%83&Tag.1.Value=";

    /** The timestamp and nonce of a published signature. */
    private record FixedNonce(String timestamp, String nonce) implements NonceSource {}

    /** A received request. */
    private record Sent(String method, String target, Map<String, List<String>> headers) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> String.join("\n", header.getValue()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Sends a request to a host of the real service; returns what the proxy received. */
    private static Sent send(
            String host, String version, AccessKey key, FixedNonce nonce, Consumer<ApplicationContext> sending) {
        var sent = new CopyOnWriteArrayList<Sent>();
        try (var service = StubServer.of(exchange -> {
                    sent.add(new Sent(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders()));
                    StubServer.respond(exchange, 200, StubServer.PAGE);
                });
                var proxy = new StubProxy(service.port());
                var context = ApplicationContext.builder()
                        .enableDefaultPropertySources(false)
                        .properties(Map.of(
                                "micronaut.http.services.ecs-images.url",
                                "http://" + host,
                                "micronaut.http.services.ecs-images.proxy-type",
                                "http",
                                "micronaut.http.services.ecs-images.proxy-address",
                                proxy.address(),
                                "ecs-images.signature-version",
                                version))
                        .singletons(key, nonce)
                        .start()) {
            sending.accept(context);
        }
        assertThat(sent).hasSize(1);
        return sent.get(0);
    }

    /** Sends an action that the client has no method for. */
    private static Consumer<ApplicationContext> operation(HttpMethod method, ActionRequest operation) {
        return context -> {
            HttpClientRegistry<?> clients = context.getBean(HttpClientRegistry.class);
            var http = HttpVersionSelection.forLegacyVersion(HttpVersion.HTTP_1_1);
            var request = HttpRequest.create(method, "/");
            operation.attachTo(request);
            clients.getClient(http, "ecs-images", null).toBlocking().exchange(request, String.class);
        };
    }

    private static Consumer<ApplicationContext> describeImages() {
        return context -> context.getBean(EcsApi.class).describeImages(DESCRIBE_IMAGES);
    }

    @Test
    void signsThePublishedDescribeDedicatedHostsWithVersion1() {
        var sent = send(
                "ecs.cn-beijing.aliyuncs.com",
                "V1",
                AccessKey.of("testid", "testsecret"),
                new FixedNonce("2023-03-13T08:34:30Z", "edb2b34af0af9a6d14deaf7c1a5315eb"),
                operation(
                        HttpMethod.GET,
                        new ActionRequest(
                                "DescribeDedicatedHosts",
                                "2014-05-26",
                                new TreeMap<>(Map.of("RegionId", "cn-beijing")))));
        assertThat(sent.method()).isEqualTo("GET");
        assertThat(sent.header("Host")).isEqualTo("ecs.cn-beijing.aliyuncs.com");
        assertThat(sent.target())
                .isEqualTo("/?AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing"
                        + "&Signature=9NaGiOspFP5UPcwX8Iwt2YJXXuk%3D&SignatureMethod=HMAC-SHA1"
                        + "&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb&SignatureVersion=1.0"
                        + "&Timestamp=2023-03-13T08%3A34%3A30Z&Version=2014-05-26");
    }

    @Test
    void signsThePublishedRunInstancesWithVersion3() {
        var image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd";
        var sent = send(
                "ecs.cn-shanghai.aliyuncs.com",
                "V3",
                AccessKey.of("YourAccessKeyId", "YourAccessKeySecret"),
                new FixedNonce("2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d"),
                operation(
                        HttpMethod.POST,
                        new ActionRequest(
                                "RunInstances",
                                "2014-05-26",
                                new TreeMap<>(Map.of("ImageId", image, "RegionId", "cn-shanghai")))));
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.target()).isEqualTo("/?ImageId=" + image + "&RegionId=cn-shanghai");
        assertThat(sent.header("host")).isEqualTo("ecs.cn-shanghai.aliyuncs.com");
        assertThat(sent.header("x-acs-action")).isEqualTo("RunInstances");
        assertThat(sent.header("x-acs-version")).isEqualTo("2014-05-26");
        assertThat(sent.header("x-acs-date")).isEqualTo("2023-10-26T10:22:32Z");
        assertThat(sent.header("x-acs-signature-nonce")).isEqualTo("3156853299f313e23d1673dc12e1703d");
        assertThat(sent.header("x-acs-content-sha256"))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assertThat(sent.header("Authorization"))
                .isEqualTo(
                        "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
                                + "x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                                + "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @Test
    void signsDescribeImagesWithVersion1() {
        var sent = send(
                "ecs.cn-hangzhou.aliyuncs.com",
                "V1",
                AccessKey.of("testid", "testsecret"),
                new FixedNonce("2026-01-01T00:00:00Z", "0001"),
                describeImages());
        assertThat(sent.target())
                .isEqualTo(
                        "/?AccessKeyId=testid&Action=DescribeImages&Format=JSON&ImageName=my%20image%2A~&RegionId=cn-hangzhou"
                                + "&Signature=JDrvZI%2FhPl9iW%2FQqH1uLHrg9oJw%3D&SignatureMethod=HMAC-SHA1"
                                + "&SignatureNonce=0001&SignatureVersion=1.0&Tag.1.Key=%E7%8E%AF%E5%A2%83&Tag.1.Value="
                                + "&Timestamp=2026-01-01T00%3A00%3A00Z&Version=2014-05-26");
    }

    @Test
    void signsDescribeImagesWithVersion3() {
        var sent = send(
                "ecs.cn-hangzhou.aliyuncs.com",
                "V3",
                AccessKey.of("testid", "testsecret"),
                new FixedNonce("2026-01-01T00:00:00Z", "0001"),
                describeImages());
        assertThat(sent.method()).isEqualTo("GET");
        assertThat(sent.target()).isEqualTo("/?" + QUERY);
        assertThat(sent.target()).doesNotContain("Action=");
        assertThat(sent.header("Authorization"))
                .isEqualTo(
                        "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
                                + "x-acs-signature-nonce;x-acs-version,Signature="
                                + "b37e761a51982a29cd9cfc087a28050f7bfa1f0709c7311d699c8082642bf66d");
    }
}
