package io.ecsimages.server.cli;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.auth.PercentEncoding;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV1;
import io.ecsimages.server.auth.SignatureV3;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * Sends signed requests to a server with the sample catalogue in this process, so that Java has compiled the code when the first client
 * comes. The server that clients reach, and its catalogue, see nothing of it.
 */
final class WarmUp {

    private static final int CONNECTIONS = 8;
    private static final String ACTION = "DescribeImages";
    private static final String VERSION =
            CommonParameter.VERSION.allowedValues().get(0);
    private static final List<String> REGIONS = List.of("cn-hangzhou", "cn-beijing", "cn-shanghai", "cn-shenzhen");
    private static final List<Map<String, String>> FILTERS = List.of(
            Map.of(),
            Map.of("ImageOwnerAlias", "system"),
            Map.of("ImageOwnerAlias", "marketplace"),
            Map.of("ImageOwnerAlias", "self", "Tag.1.Key", "env", "Tag.1.Value", "prod"),
            Map.of("ImageName", "web-*"),
            Map.of("ImageId", "m-bp1rnmk3t80lqdubjvfd"));

    /** Pages of so many sizes and numbers, so that few responses come from the cache. */
    private static final int PAGES = 50;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI server;
    private final Instant end;

    private WarmUp(URI server, Instant end) {
        this.server = server;
        this.end = end;
    }

    /**
     * Returns the number of requests.
     *
     * @throws CommandException if a request fails
     */
    static long run(Duration duration) {
        var properties = new HashMap<String, Object>(DataFolder.inMemory());
        properties.put("micronaut.server.host", "127.0.0.1");
        properties.put("micronaut.server.port", 0);
        // The environment can configure TLS for the server that clients reach.
        properties.put("micronaut.server.ssl.enabled", false);
        properties.put("ecs-images.access-log", false);
        try (var context = StorageOptions.start(properties)) {
            context.getBean(SampleCatalogue.class).load();
            var server = context.getBean(EmbeddedServer.class).start();
            var warmUp = new WarmUp(
                    URI.create("http://127.0.0.1:" + server.getPort()),
                    Instant.now().plus(duration));
            return warmUp.sendAll();
        }
    }

    private long sendAll() {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            long count = 0;
            for (var sent : threads.invokeAll(Collections.nCopies(CONNECTIONS, (Callable<Long>) this::send))) {
                count += sent.get();
            }
            return count;
        } catch (ExecutionException e) {
            throw new CommandException("the warm-up failed: "
                    + Objects.requireNonNullElse(e.getCause(), e).getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    private long send() throws IOException, InterruptedException {
        var random = new Random();
        long count = 0;
        while (Instant.now().isBefore(end)) {
            var query = query(random);
            var response = client.send(count++ % 2 == 0 ? version1(query) : version3(query), BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("the warm-up got " + response.body());
            }
        }
        return count;
    }

    private static TreeMap<String, String> query(Random random) {
        var query = new TreeMap<>(FILTERS.get(random.nextInt(FILTERS.size())));
        query.put("RegionId", REGIONS.get(random.nextInt(REGIONS.size())));
        query.put("PageSize", "" + (1 + random.nextInt(PAGES)));
        query.put("PageNumber", "" + (1 + random.nextInt(PAGES)));
        query.put("Format", random.nextInt(4) == 0 ? "XML" : "JSON");
        return query;
    }

    private HttpRequest version1(TreeMap<String, String> query) {
        query.put("Action", ACTION);
        query.put("Version", VERSION);
        query.put("AccessKeyId", SampleCatalogue.ACCESS_KEY_ID);
        query.put("SignatureMethod", SignatureAlgorithm.HMAC_SHA1.wireName());
        query.put("SignatureVersion", "1.0");
        query.put("SignatureNonce", UUID.randomUUID().toString());
        query.put("Timestamp", now());
        query.put(
                "Signature",
                SignatureAlgorithm.HMAC_SHA1.sign(
                        SampleCatalogue.ACCESS_KEY_SECRET, SignatureV1.stringToSign("GET", query)));
        return request(query).build();
    }

    private HttpRequest version3(TreeMap<String, String> query) {
        var emptyBody = SignatureV3.sha256(new byte[0]);
        var headers = new TreeMap<>(Map.of(
                "x-acs-action", ACTION,
                "x-acs-content-sha256", emptyBody,
                "x-acs-date", now(),
                "x-acs-signature-nonce", UUID.randomUUID().toString(),
                "x-acs-version", VERSION));
        var request = request(query);
        headers.forEach(request::header);
        headers.put("host", server.getAuthority());
        var canonical = SignatureV3.canonicalRequest("GET", encode(query), headers, emptyBody);
        var signature = SignatureAlgorithm.ACS3_HMAC_SHA256.sign(
                SampleCatalogue.ACCESS_KEY_SECRET, SignatureV3.stringToSign(canonical));
        return request.header(
                        "Authorization",
                        "%s Credential=%s,SignedHeaders=%s,Signature=%s"
                                .formatted(
                                        SignatureAlgorithm.ACS3_HMAC_SHA256.wireName(),
                                        SampleCatalogue.ACCESS_KEY_ID,
                                        String.join(";", headers.keySet()),
                                        signature))
                .build();
    }

    private HttpRequest.Builder request(TreeMap<String, String> query) {
        return HttpRequest.newBuilder(server.resolve("/?" + encode(query)));
    }

    private static String encode(TreeMap<String, String> query) {
        return query.entrySet().stream().map(PercentEncoding::encode).collect(Collectors.joining("&"));
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
