package io.ecsimages.client.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.StandIn;
import io.ecsimages.client.Tunnel;
import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.TagFilter;
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
 * What leaves the client for the hosts of the real service, beside the vectors that the vendor published, and two that
 * were derived from its rules. A proxy on loopback keeps it here.
 */
class WireTest {

    private static final DescribeImagesRequest DESCRIBE_IMAGES = new DescribeImagesRequest()
            .regionId("cn-hangzhou")
            .imageName("my image*~")
            .tag(List.of(new TagFilter().key("环境").value("")));

    private static final String QUERY =
            "ImageName=my%20image%2A~&RegionId=cn-hangzhou" + "&Tag.1.Key=%E7%8E%AF%E5%A2%83&Tag.1.Value=";

    /** A time and a nonce that a vector was made with. */
    private record Fixed(String time, String nonce) implements Freshness {}

    /** A request as it arrived. */
    private record Sent(String method, String target, Map<String, List<String>> headers) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> String.join("\n", header.getValue()))
                    .findFirst()
                    .orElse(null);
        }
    }

    /** Sends something to a host of the real service, and says what arrived. */
    private static Sent send(
            String host, String version, AccessKey key, Fixed fixed, Consumer<ApplicationContext> sending) {
        var sent = new CopyOnWriteArrayList<Sent>();
        try (var service = StandIn.of(exchange -> {
                    sent.add(new Sent(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            exchange.getRequestHeaders()));
                    StandIn.answer(exchange, 200, StandIn.PAGE);
                });
                var proxy = new Tunnel(service.port());
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
                        .singletons(key, fixed)
                        .start()) {
            sending.accept(context);
        }
        assertEquals(1, sent.size());
        return sent.get(0);
    }

    /** Sends another operation of the service than the client knows, through the client's filter. */
    private static Consumer<ApplicationContext> operation(HttpMethod method, Operation operation) {
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
    void version1IsThePublishedDescribeDedicatedHosts() {
        var sent = send(
                "ecs.cn-beijing.aliyuncs.com",
                "V1",
                AccessKey.of("testid", "testsecret"),
                new Fixed("2023-03-13T08:34:30Z", "edb2b34af0af9a6d14deaf7c1a5315eb"),
                operation(
                        HttpMethod.GET,
                        new Operation(
                                "DescribeDedicatedHosts",
                                "2014-05-26",
                                new TreeMap<>(Map.of("RegionId", "cn-beijing")))));
        assertEquals("GET", sent.method());
        assertEquals("ecs.cn-beijing.aliyuncs.com", sent.header("Host"));
        assertEquals(
                "/?AccessKeyId=testid&Action=DescribeDedicatedHosts&Format=JSON&RegionId=cn-beijing"
                        + "&Signature=9NaGiOspFP5UPcwX8Iwt2YJXXuk%3D&SignatureMethod=HMAC-SHA1"
                        + "&SignatureNonce=edb2b34af0af9a6d14deaf7c1a5315eb&SignatureVersion=1.0"
                        + "&Timestamp=2023-03-13T08%3A34%3A30Z&Version=2014-05-26",
                sent.target());
    }

    @Test
    void version3IsThePublishedRunInstances() {
        var image = "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd";
        var sent = send(
                "ecs.cn-shanghai.aliyuncs.com",
                "V3",
                AccessKey.of("YourAccessKeyId", "YourAccessKeySecret"),
                new Fixed("2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d"),
                operation(
                        HttpMethod.POST,
                        new Operation(
                                "RunInstances",
                                "2014-05-26",
                                new TreeMap<>(Map.of("ImageId", image, "RegionId", "cn-shanghai")))));
        assertEquals("POST", sent.method());
        assertEquals("/?ImageId=" + image + "&RegionId=cn-shanghai", sent.target());
        assertEquals("ecs.cn-shanghai.aliyuncs.com", sent.header("host"));
        assertEquals("RunInstances", sent.header("x-acs-action"));
        assertEquals("2014-05-26", sent.header("x-acs-version"));
        assertEquals("2023-10-26T10:22:32Z", sent.header("x-acs-date"));
        assertEquals("3156853299f313e23d1673dc12e1703d", sent.header("x-acs-signature-nonce"));
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                sent.header("x-acs-content-sha256"));
        assertEquals(
                "ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;"
                        + "x-acs-date;x-acs-signature-nonce;x-acs-version,Signature="
                        + "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
                sent.header("Authorization"));
    }

    @Test
    void describeImagesUnderVersion1IsTheDerivedOne() {
        var sent = send(
                "ecs.cn-hangzhou.aliyuncs.com",
                "V1",
                AccessKey.of("testid", "testsecret"),
                new Fixed("2026-01-01T00:00:00Z", "0001"),
                describeImages());
        assertEquals(
                "/?AccessKeyId=testid&Action=DescribeImages&Format=JSON&ImageName=my%20image%2A~&RegionId=cn-hangzhou"
                        + "&Signature=JDrvZI%2FhPl9iW%2FQqH1uLHrg9oJw%3D&SignatureMethod=HMAC-SHA1"
                        + "&SignatureNonce=0001&SignatureVersion=1.0&Tag.1.Key=%E7%8E%AF%E5%A2%83&Tag.1.Value="
                        + "&Timestamp=2026-01-01T00%3A00%3A00Z&Version=2014-05-26",
                sent.target());
    }

    @Test
    void describeImagesUnderVersion3IsTheDerivedOne() {
        var sent = send(
                "ecs.cn-hangzhou.aliyuncs.com",
                "V3",
                AccessKey.of("testid", "testsecret"),
                new Fixed("2026-01-01T00:00:00Z", "0001"),
                describeImages());
        assertEquals("GET", sent.method());
        assertEquals("/?" + QUERY, sent.target());
        assertFalse(sent.target().contains("Action="));
        assertEquals(
                "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;"
                        + "x-acs-signature-nonce;x-acs-version,Signature="
                        + "b37e761a51982a29cd9cfc087a28050f7bfa1f0709c7311d699c8082642bf66d",
                sent.header("Authorization"));
    }
}
