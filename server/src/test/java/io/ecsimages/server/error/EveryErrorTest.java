package io.ecsimages.server.error;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV1;
import io.ecsimages.server.contract.ContractDocument;
import io.ecsimages.server.http.RawResponse;
import io.micronaut.context.annotation.Property;
import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Provokes every error of every action in both formats, and checks its status, code and message. */
@Tag("extended")
@ServerTest
@Property(name = "ecs-images.image-share-quota", value = "1")
@Property(name = "ecs-images.tag-quota", value = "1")
class EveryErrorTest {

    private static final ContractDocument CONTRACT = ContractDocument.CONTRACT;

    /** An image of the caller in the sample catalogue. */
    static final String OWN_IMAGE = "m-bp1rnmk3t80lqdubjvfd";

    private static final Map<ApiError, Function<ActionRequest, RawResponse>> OWN_PROVOCATIONS = Map.ofEntries(
            unsigned(ApiError.MISSING_PARAMETER_REGION_ID, "RegionId", ""),
            unsigned(
                    ApiError.INVALID_PARAMETER_IMAGE_ID,
                    "ImageId",
                    ids(CONTRACT.limit("DescribeImages", "ImageId", "maxItems") + 1)),
            unsigned(ApiError.INVALID_PARAMETER_STATUS, "Status", "available"),
            unsigned(ApiError.INVALID_PARAMETER_PAGE_NUMBER, "PageNumber", "0"),
            unsigned(ApiError.INVALID_PARAMETER_PAGE_SIZE, "PageSize", "0"),
            unsigned(ApiError.INVALID_IMAGE_OWNER_ALIAS_VALUE_NOT_SUPPORTED, "ImageOwnerAlias", "SYSTEM"),
            unsigned(ApiError.INVALID_TAG_MISMATCH, "Tag.1.Value", "x"),
            unsigned(ApiError.INVALID_TAG_COUNT, "Tag.0.Key", "x"),
            unsigned(ApiError.INVALID_USAGE, "Usage", "any"),
            unsigned(ApiError.INVALID_OS_TYPE, "OSType", "Linux"),
            unsigned(ApiError.INVALID_ARCHITECTURE, "Architecture", "amd64"),
            unsigned(ApiError.INVALID_INSTANCE_TYPE_VALUE_NOT_SUPPORTED, "InstanceType", "t2.micro"),
            unsigned(ApiError.INVALID_PARAMETER_IS_SUPPORT_IO_OPTIMIZED, "IsSupportIoOptimized", "yes"),
            unsigned(ApiError.INVALID_PARAMETER_IS_SUPPORT_CLOUDINIT, "IsSupportCloudinit", "1"),
            unsigned(ApiError.INVALID_PARAMETER_USABLE, "Usable", "maybe", "Status", "ALL"),
            unsigned(ApiError.INVALID_PARAMETER_IS_PUBLIC, "IsPublic", "public"),
            unsigned(ApiError.INVALID_PARAMETER_SHOW_EXPIRED, "ShowExpired", "0"),
            unsigned(ApiError.INVALID_PARAMETER_DRY_RUN, "DryRun", "dry"),
            unsigned(ApiError.INVALID_PARAMETER_IMAGE_OWNER_ID, "ImageOwnerId", "me", "ImageOwnerAlias", "others"),
            unsigned(ApiError.MISSING_PARAMETER_STATUS, "Usable", "true"),
            unsigned(ApiError.INVALID_FILTER_KEY_NOT_FOUND, "Filter.1.Key", "Colour", "Filter.1.Value", "red"),
            unsigned(ApiError.INVALID_FILTER_VALUE, "Filter.1.Key", "CreationStartTime", "Filter.1.Value", "today"),
            unsigned(
                    ApiError.INVALID_FILTER_VALUE_NETWORK_TYPE, "Filter.1.Key", "NetworkType", "Filter.1.Value", "lan"),
            unsigned(ApiError.INVALID_IMAGE_OWNER_ALIAS_PUBLIC_IMAGE_UNSUPPORTED, "IsPublic", "true"),
            unsigned(
                    ApiError.INVALID_OPERATION_IMAGE_OWNER_ID_UNSUPPORTED,
                    "ImageOwnerId",
                    "1",
                    "ImageOwnerAlias",
                    "self"),
            unsigned(ApiError.DRY_RUN_OPERATION, "DryRun", "True"),
            unsigned(ApiError.INVALID_ACCEPT_LANGUAGE_NOT_FOUND, "AcceptLanguage", "la"),
            unsigned(ApiError.INVALID_RESOURCE_TYPE_NOT_FOUND, "ResourceType", "cloud"),
            unsigned(ApiError.MISSING_PARAMETER_IMAGE_FAMILY, "ImageFamily", ""),
            unsigned(ApiError.DESCRIBE_IMAGE_FROM_FAMILY_INVALID_REGION_ID_NOT_FOUND, "RegionId", "cn-nowhere"),
            unsigned(ApiError.MISSING_PARAMETER_IMAGE_ID, "ImageId", ""),
            unsigned(ApiError.INVALID_IMAGE_ID_NOT_FOUND, "ImageId", "m-nothing"),
            unsigned(
                    ApiError.NUMBER_EXCEED_RESOURCE_IDS,
                    "ResourceId." + (CONTRACT.limit("ListTagResources", "ResourceId", "maxItems") + 1),
                    "m-1"),
            unsigned(
                    ApiError.NUMBER_EXCEED_TAGS,
                    "Tag." + (CONTRACT.limit("ListTagResources", "Tag", "maxItems") + 1) + ".Key",
                    "env",
                    "TagKey." + (CONTRACT.limit("UntagResources", "TagKey", "maxItems") + 1),
                    "env"),
            unsigned(ApiError.DUPLICATE_TAG_KEY, "Tag.1.Key", "env", "Tag.2.Key", "env"),
            unsigned(ApiError.INVALID_TAG_KEY_MALFORMED, "Tag.1.Key", "k".repeat(129)),
            unsigned(ApiError.INVALID_TAG_VALUE_MALFORMED, "Tag.1.Key", "env", "Tag.1.Value", "v".repeat(129)),
            unsigned(ApiError.INVALID_PARAMETER_TAG_VALUE, "Tag.1.Value", "prod"),
            unsigned(ApiError.INVALID_PARAMETER_TAG_FILTER, "TagFilter.1.TagKey", "*"),
            unsigned(ApiError.INVALID_PARAMETER_NEXT_TOKEN, "Tag.1.Key", "env", "NextToken", "?"),
            unsigned(ApiError.MISSING_PARAMETER_REGION_ID_TAGS, "RegionId", ""),
            unsigned(ApiError.MISSING_PARAMETER_RESOURCE_TYPE, "ResourceType", ""),
            unsigned(ApiError.MISSING_PARAMETER_TAGS, "Tag.1.Key", null, "Tag.1.Value", null, "TagKey.1", null),
            unsigned(ApiError.INVALID_OWNER, "OwnerId", "1", "OwnerAccount", "a"),
            unsigned(ApiError.INVALID_REGION_ID_NOT_FOUND, "RegionId", "cn-nowhere", "Tag.1.Key", "env"),
            unsigned(ApiError.MISSING_ACTION, "Action", ""),
            unsigned(ApiError.INVALID_ACTION_NOT_FOUND, "Action", "DescribeNothing"),
            unsigned(ApiError.INVALID_VERSION, "Version", "2014-05-27"),
            unsigned(ApiError.MISSING_SIGNATURE, "AccessKeyId", "no-key-of-this-account"),
            unsigned(ApiError.TOO_MANY_PARAMETERS, parameters(1100)),
            entry(ApiError.UNKNOWN_PARAMETER, EveryErrorTest::misspelled),
            entry(ApiError.REPEATED_PARAMETER, request -> raw(request.query() + "&RegionId=a&RegionId=b")),
            entry(
                    ApiError.INVALID_ENCODING,
                    request -> post(request.query() + "&RegionId=%ff", "x-www-form-urlencoded")),
            entry(
                    ApiError.UNSUPPORTED_MEDIA_TYPE,
                    request -> send(builder("?" + request.query())
                            .header("Content-Type", "text/plain")
                            .POST(BodyPublishers.ofString("x")))),
            entry(
                    ApiError.UNSUPPORTED_HTTP_METHOD,
                    request -> send(builder("?" + request.query()).PUT(BodyPublishers.noBody()))),
            entry(
                    ApiError.REQUEST_TOO_LARGE,
                    request -> send(builder("?" + request.query())
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("x=" + "y".repeat(200_000))))),
            entry(ApiError.REQUEST_TIMEOUT, EveryErrorTest::slowly),
            signed(ApiError.MISSING_VERSION, "Version", ""),
            signed(ApiError.MISSING_ACCESS_KEY_ID, "AccessKeyId", ""),
            signed(ApiError.MISSING_SIGNATURE_METHOD, "SignatureMethod", ""),
            signed(ApiError.MISSING_SIGNATURE_VERSION, "SignatureVersion", ""),
            signed(ApiError.MISSING_SIGNATURE_NONCE, "SignatureNonce", ""),
            signed(ApiError.INVALID_PARAMETER_SIGNATURE_METHOD, "SignatureMethod", "HMAC-MD5"),
            signed(ApiError.INVALID_PARAMETER_SIGNATURE_VERSION, "SignatureVersion", "2.0"),
            signed(ApiError.INVALID_TIME_STAMP_FORMAT, "Timestamp", "yesterday"),
            signed(ApiError.ILLEGAL_TIMESTAMP, "Timestamp", "2016-02-23T12:46:24Z"),
            signed(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND, "AccessKeyId", "nobody"),
            signed(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE, "AccessKeyId", "disabled"),
            signed(ApiError.MISSING_SECURITY_TOKEN, "AccessKeyId", "STS.good"),
            signed(ApiError.INVALID_SECURITY_TOKEN_EXPIRED, "AccessKeyId", "STS.old", "SecurityToken", "old-token"),
            signed(ApiError.INVALID_SECURITY_TOKEN_MALFORMED, "AccessKeyId", "STS.good", "SecurityToken", "no-token"),
            signed(
                    ApiError.INVALID_SECURITY_TOKEN_MISMATCH_WITH_ACCESS_KEY,
                    "AccessKeyId",
                    "STS.good",
                    "SecurityToken",
                    "old-token"),
            signed(ApiError.SIGNATURE_DOES_NOT_MATCH, "Signature", "d3Jvbmc="),
            entry(ApiError.SIGNATURE_NONCE_USED, EveryErrorTest::replayed),
            entry(ApiError.THROTTLING_USER, EveryErrorTest::throttled),
            entry(ApiError.INTERNAL_ERROR, EveryErrorTest::withoutTable),
            entry(ApiError.SERVICE_UNAVAILABLE, EveryErrorTest::withoutConnection));

    /** The request that provokes each error. An error of the contract that is missing here fails the test. */
    private static final Map<ApiError, Function<ActionRequest, RawResponse>> PROVOCATIONS =
            merge(OWN_PROVOCATIONS, CreationErrors.PROVOCATIONS, ChangeErrors.PROVOCATIONS);

    private static final Set<String> COMMON_ERRORS_OF = Set.of("DescribeImages", "CreateImage");

    private static final Map<String, TestServer> OTHER_SERVERS = new HashMap<>();
    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        CreationErrors.prepare(server);
        ChangeErrors.prepare(server);
        var keys = server.bean(AccessKeys.class);
        keys.add(key("disabled", "testsecret", false, null, null));
        keys.add(key("STS.good", "testsecret", true, "good-token", Instant.now().plus(1, ChronoUnit.HOURS)));
        keys.add(key("STS.old", "testsecret", true, "old-token", Instant.now().minus(1, ChronoUnit.HOURS)));
    }

    @AfterAll
    static void stop() {
        OTHER_SERVERS.values().forEach(TestServer::close);
    }

    /** Returns the errors of each action, in both formats; those of all actions for one that reads and one that writes. */
    static Stream<Arguments> errorsOfEveryAction() {
        return CONTRACT.actions().stream()
                .flatMap(action -> CONTRACT.errors(action).stream()
                        .map(error -> ApiError.of(error.id()))
                        .filter(error -> COMMON_ERRORS_OF.contains(action) || !isCommon(error))
                        .flatMap(error -> Stream.of("JSON", "XML")
                                .map(format -> Arguments.of(error, new ActionRequest(action, format)))));
    }

    private static boolean isCommon(ApiError error) {
        return CONTRACT.actions().stream()
                .allMatch(action -> CONTRACT.errors(action).stream()
                        .anyMatch(other -> other.id().equals(error.id())));
    }

    @ParameterizedTest
    @MethodSource("errorsOfEveryAction")
    void actionReturnsEachOfItsErrors(ApiError error, ActionRequest request) {
        assertThat(PROVOCATIONS.containsKey(error))
                .as("no test provokes " + error.id())
                .isTrue();
        var response = PROVOCATIONS.get(error).apply(request);
        var xml = request.format.equals("XML");
        assertThat(response.isXml()).as(response.body()).isEqualTo(xml);
        if (xml) {
            assertThat(response.body()).startsWith("<?xml").contains("<Error>");
        }
        var message = response.field("Message");
        boolean hasDetail = error.message().endsWith(":");
        if (hasDetail) {
            assertThat(message).startsWith(error.message());
        }
        response.assertError(
                error, hasDetail ? message.substring(error.message().length()) : "");
        assertThat(response.field("Recommend")).isEqualTo(error.recommend(response.field("RequestId")));
    }

    /** An action and the format of its response. */
    record ActionRequest(String action, String format) {

        /** Returns valid parameters of the action, with additional or overriding ones; null removes one. */
        Map<String, String> with(String... pairs) {
            var parameters = new TreeMap<>(CONTRACT.minimalRequest(action));
            parameters.putAll(CreationErrors.VALID.getOrDefault(action, Map.of()));
            parameters.putAll(ChangeErrors.VALID.getOrDefault(action, Map.of()));
            parameters.put("Format", format);
            for (int i = 0; i < pairs.length; i += 2) {
                parameters.put(pairs[i], pairs[i + 1]);
            }
            parameters.values().removeIf(Objects::isNull);
            return parameters;
        }

        String query() {
            return "Action=" + action + "&Format=" + format;
        }
    }

    @SafeVarargs
    private static <V> Map<ApiError, V> merge(Map<ApiError, V>... maps) {
        return Arrays.stream(maps)
                .flatMap(map -> map.entrySet().stream())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static TestServer server() {
        return server;
    }

    /** Sends valid parameters to another server. */
    static Map.Entry<ApiError, Function<ActionRequest, RawResponse>> on(ApiError error, Supplier<TestServer> other) {
        return entry(error, request -> get(other.get(), request.with()));
    }

    static Map.Entry<ApiError, Function<ActionRequest, RawResponse>> unsigned(ApiError error, String... pairs) {
        return entry(error, request -> get(server, request.with(pairs)));
    }

    private static Map.Entry<ApiError, Function<ActionRequest, RawResponse>> signed(ApiError error, String... pairs) {
        return entry(error, request -> get(server, sign(request, pairs)));
    }

    private static Map<String, String> sign(ActionRequest request, String... pairs) {
        var parameters = request.with(
                "Version",
                "2014-05-26",
                "AccessKeyId",
                "testid",
                "SignatureMethod",
                "HMAC-SHA1",
                "SignatureVersion",
                "1.0",
                "SignatureNonce",
                UUID.randomUUID().toString(),
                "Timestamp",
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], pairs[i + 1]);
        }
        parameters.putIfAbsent(
                "Signature",
                SignatureAlgorithm.HMAC_SHA1.sign(
                        "testsecret", SignatureV1.stringToSign("GET", new HashMap<>(parameters))));
        return parameters;
    }

    /** Sends a form without its second half. */
    private static RawResponse slowly(ActionRequest request) {
        var shortTimeout =
                otherServer("short timeout", () -> TestServer.empty(Map.of("ecs-images.request-timeout", "300ms")));
        try (var socket = new Socket("127.0.0.1", shortTimeout.uri().getPort())) {
            var head = "POST /?" + request.query() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\n\r\nRegionId=";
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            return RawResponse.read(socket).orElseThrow();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns parameters with which every action that reads succeeds on the sample catalogue. */
    private static String[] successful(String... more) {
        var image = Stream.of("ImageId", OWN_IMAGE, "Tag.1.Key", "env");
        return Stream.concat(image, Arrays.stream(more)).toArray(String[]::new);
    }

    /** Returns parameters with which an action succeeds once on a server with the sample catalogue. */
    private static String[] successfulOnce(ActionRequest request, TestServer other, String... more) {
        var created = Stream.of(
                        CreationErrors.validOnce(request.action, other), ChangeErrors.validOnce(request.action, other))
                .flatMap(parameters -> parameters.entrySet().stream())
                .flatMap(parameter -> Stream.of(parameter.getKey(), parameter.getValue()));
        return successful(Stream.concat(created, Arrays.stream(more)).toArray(String[]::new));
    }

    /** Returns the server with this name, which the first call starts. */
    static TestServer otherServer(String name, Supplier<TestServer> start) {
        return OTHER_SERVERS.computeIfAbsent(name, key -> start.get());
    }

    private static RawResponse replayed(ActionRequest request) {
        var parameters = sign(request, successfulOnce(request, server));
        assertThat(get(server, parameters).status()).isEqualTo(200);
        return get(server, parameters);
    }

    private static RawResponse throttled(ActionRequest request) {
        var limited = otherServer("limited", () -> TestServer.withSample(Map.of("ecs-images.rate-limit.requests", 1)));
        var id = UUID.randomUUID().toString();
        limited.bean(AccessKeys.class).add(key(id, "testsecret", true, null, null));
        assertThat(get(limited, sign(request, successfulOnce(request, limited, "AccessKeyId", id)))
                        .status())
                .isEqualTo(200);
        return get(limited, sign(request, successful("AccessKeyId", id)));
    }

    private static RawResponse misspelled(ActionRequest request) {
        var strict = otherServer("strict", () -> TestServer.withSample(Map.of("ecs-images.strict", true)));
        return get(strict, request.with(successful("imageName", "x")));
    }

    private static RawResponse withoutTable(ActionRequest request) {
        var broken = otherServer("broken", () -> {
            var server = TestServer.empty();
            server.sql("ALTER TABLE image RENAME TO lost");
            server.sql("ALTER TABLE task RENAME TO lost_task");
            return server;
        });
        return get(broken, request.with(successful()));
    }

    /** Sends a request while the test holds the only connection of the pool. */
    private static RawResponse withoutConnection(ActionRequest request) {
        var busy = otherServer(
                "busy",
                () -> TestServer.empty(Map.of(
                        "datasources.default.maximum-pool-size", 1, "datasources.default.connection-timeout", 300)));
        try (var connection = DelegatingDataSource.unwrapDataSource(busy.bean(DataSource.class))
                .getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
            return get(busy, request.with(successful()));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    static RawResponse get(TestServer other, Map<String, String> parameters) {
        return RawResponse.of(other.get(parameters));
    }

    private static RawResponse send(HttpRequest.Builder request) {
        return RawResponse.of(TestServer.send(request));
    }

    private static RawResponse raw(String query) {
        return send(builder("?" + query));
    }

    private static RawResponse post(String form, String type) {
        return send(builder("").header("Content-Type", "application/" + type).POST(BodyPublishers.ofString(form)));
    }

    private static HttpRequest.Builder builder(String query) {
        return HttpRequest.newBuilder(server.uri().resolve("/" + query));
    }

    private static String ids(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m-" + i).collect(Collectors.joining(","));
    }

    private static String[] parameters(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "P" + i)
                .flatMap(name -> Stream.of(name, ""))
                .toArray(String[]::new);
    }

    private static AccessKey key(String id, String secret, boolean active, String token, Instant expiration) {
        return new AccessKey(id, TestServer.ACCOUNT, secret, active, Instant.now(), token, expiration);
    }
}
