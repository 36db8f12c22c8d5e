package io.ecsimages.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.netty.ConnectionHandlers;
import io.ecsimages.server.observability.WarmUpPort;
import io.ecsimages.server.store.AccountRegion;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.http.server.netty.NettyEmbeddedServerFactory;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls DescribeImages for the accounts of the catalogue before the server listens, so that Java has compiled the code, and what they
 * will ask for is in memory. The requests are signed with their access keys, and go to a second listener on a free loopback port.
 */
final class WarmUp {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);

    private static final int CONNECTIONS = 8;
    private static final String LOOPBACK = "127.0.0.1";

    /** Of ten visits of an account, so many are to a region in which it sees images of its own. */
    private static final int TO_OWN_REGIONS = 7;

    private static final int SMALLEST_PAGE = 5;
    private static final int LARGEST_PAGE = 15;
    private static final int PAGES = 20;

    /** A wildcard replaces this number of characters at the end of an ImageName. */
    private static final int WILDCARD_LENGTH = 4;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicInteger visits = new AtomicInteger();
    private final Map<Long, List<String>> ownRegions = new ConcurrentHashMap<>();
    private final SignedRequests client;
    private final ImageRepository images;
    private final List<AccessKey> keys;
    private final List<String> regions;
    private final Instant end;

    private WarmUp(ApplicationContext context, int port, Instant end) {
        this.client = new SignedRequests(URI.create("http://" + LOOPBACK + ":" + port));
        this.images = context.getBean(ImageRepository.class);
        this.keys = new ArrayList<>(context.getBean(AccessKeys.class).list());
        this.regions = images.findDistinctRegionId();
        this.end = end;
        keys.removeIf(key -> !key.active() || key.temporary());
        Collections.shuffle(keys);
    }

    /** Returns what was done, for people to read. A failure is logged, and does not keep the server from its start. */
    static String run(ApplicationContext context, Duration duration) {
        var end = Instant.now().plus(duration);
        var port = context.getBean(WarmUpPort.class);
        try (var server = listener(context)) {
            server.start();
            port.set(server.getPort());
            var warmUp = new WarmUp(context, server.getPort(), end);
            if (warmUp.keys.isEmpty()) {
                return "none, since the catalogue has no access key";
            }
            if (warmUp.regions.isEmpty()) {
                return "none, since the catalogue has no image";
            }
            warmUp.visitAll();
            return warmUp.requests + " requests in " + duration.toSeconds() + " s"
                    + (warmUp.failures.get() == 0 ? "" : ", " + warmUp.failures + " failures, see the log");
        } finally {
            port.clear();
        }
    }

    /** A server like the one that clients reach, without TLS. */
    private static NettyEmbeddedServer listener(ApplicationContext context) {
        var configuration = context.createBean(NettyHttpServerConfiguration.class);
        configuration.setListeners(List.of(NettyListenerConfiguration.createTcp(LOOPBACK, 0, false, null, null)));
        var server = context.getBean(NettyEmbeddedServerFactory.class).build(configuration);
        context.getBean(ConnectionHandlers.class).addTo(server);
        return server;
    }

    private void visitAll() {
        var threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            threads.invokeAll(Collections.nCopies(CONNECTIONS, Executors.callable(this::visitUntilEnd)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            threads.shutdown();
        }
    }

    private void visitUntilEnd() {
        var random = new Random();
        while (Instant.now().isBefore(end)) {
            try {
                visit(keys.get(Math.floorMod(visits.getAndIncrement(), keys.size())), random);
            } catch (IOException | RuntimeException e) {
                if (failures.getAndIncrement() == 0) {
                    LOG.warn("the warm-up could not read the catalogue", e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Looks at a region as a client of the account does: a page, the public or Marketplace images, and one of the images seen. */
    private void visit(AccessKey key, Random random) throws IOException, InterruptedException {
        var region = region(key.accountId(), random);
        var size = "" + random.nextInt(SMALLEST_PAGE, LARGEST_PAGE + 1);
        var seen = json.readTree(send(key, region, size)).path("Images").path("Image");
        send(
                key,
                region,
                size,
                "PageNumber",
                "" + (1 + random.nextInt(PAGES)),
                "ImageOwnerAlias",
                random.nextInt(4) == 0 ? "marketplace" : "system",
                "Format",
                "XML");
        if (!seen.isEmpty()) {
            lookUp(seen.get(random.nextInt(seen.size())), key, region, size);
        }
    }

    private void lookUp(JsonNode image, AccessKey key, String region, String size)
            throws IOException, InterruptedException {
        var name = image.path("ImageName").asText();
        send(key, region, size, "ImageId", image.path("ImageId").asText());
        send(key, region, size, "ImageName", name.substring(0, Math.max(0, name.length() - WILDCARD_LENGTH)) + "*");
        for (var tag : image.path("Tags").path("Tag")) {
            send(
                    key,
                    region,
                    size,
                    "ImageOwnerAlias",
                    "self",
                    "Tag.1.Key",
                    tag.path("TagKey").asText(),
                    "Tag.1.Value",
                    tag.path("TagValue").asText());
        }
    }

    private String region(long account, Random random) {
        var own = ownRegions.computeIfAbsent(
                account,
                id -> images.regionsOf(id).stream().map(AccountRegion::regionId).toList());
        var choice = own.isEmpty() || random.nextInt(10) >= TO_OWN_REGIONS ? regions : own;
        return choice.get(random.nextInt(choice.size()));
    }

    /** @param more names and values in turn */
    private String send(AccessKey key, String region, String size, String... more)
            throws IOException, InterruptedException {
        var parameters = new HashMap<>(Map.of("RegionId", region, "PageSize", size, "Format", "JSON"));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        requests.incrementAndGet();
        return client.send(key, "DescribeImages", parameters);
    }
}
