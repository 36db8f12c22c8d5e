package io.ecsimages.benchmark;

import io.ecsimages.benchmark.SyntheticCatalogue.Account;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Changes the descriptions of an account's images at a steady rate, by signed requests. */
final class ImageChanges implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger count = new AtomicInteger();
    private volatile @Nullable String failure;

    /** @param account the owner; null to change nothing */
    ImageChanges(ServerProcess server, SyntheticCatalogue catalogue, @Nullable Account account, int perSecond) {
        if (account != null) {
            timer.scheduleAtFixedRate(
                    () -> change(server, catalogue, account), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        }
    }

    private void change(ServerProcess server, SyntheticCatalogue catalogue, Account account) {
        int number = count.getAndIncrement();
        var target = SignedRequest.target(
                account,
                Map.of(
                        "Action",
                        "ModifyImageAttribute",
                        "RegionId",
                        account.home(),
                        "ImageId",
                        SyntheticCatalogue.imageId(account, number % catalogue.ownedAtHome(account)),
                        "Description",
                        "change " + number + " at " + System.nanoTime()));
        try {
            var request = HttpRequest.newBuilder(server.uri().resolve(target)).build();
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                failure = response.body();
            }
        } catch (IOException e) {
            failure = e.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws IllegalStateException if a change failed */
    @Override
    public void close() throws InterruptedException {
        timer.shutdown();
        timer.awaitTermination(10, TimeUnit.SECONDS);
        if (failure != null) {
            throw new IllegalStateException("a change failed: " + failure);
        }
    }
}
