package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import example.Bystander;
import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The client in a Micronaut application, by configuration. */
class InjectionTest {

    @Singleton
    record Application(EcsImages ecs, EcsApi images) {}

    /** Takes the place of a configured key. */
    @Singleton
    @Requires(property = "changing-key")
    static final class ChangingKey implements CredentialsProvider {

        private int asked;

        @Override
        public AccessKey get() {
            return AccessKey.of("key-" + ++asked, "secret");
        }
    }

    private static ApplicationContext application(StandIn service, String... pairs) {
        var properties =
                new HashMap<String, Object>(Map.of("micronaut.http.services.ecs-images.url", service.endpoint()));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return ApplicationContext.run(properties);
    }

    @Test
    void clientAndCallsAreInjectedAndBelongToTheApplication() {
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 200, StandIn.PAGE));
                var context =
                        application(service, "ecs-images.access-key-id", "id", "ecs-images.access-key-secret", "s")) {
            var application = context.getBean(Application.class);
            assertEquals(
                    7,
                    application
                            .images()
                            .describeImages(new DescribeImagesRequest())
                            .getTotalCount());
            application.ecs().close();
            assertEquals(
                    7,
                    application
                            .ecs()
                            .describeImages(new DescribeImagesRequest())
                            .getTotalCount());
        }
    }

    @Test
    void aProviderOfTheApplicationIsAskedForEveryRequest() {
        var authorizations = new CopyOnWriteArrayList<String>();
        try (var service = StandIn.of(exchange -> {
                    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    StandIn.answer(exchange, 200, StandIn.PAGE);
                });
                var context = application(service, "changing-key", "true", "ecs-images.access-key-id", "configured")) {
            var ecs = context.getBean(EcsImages.class);
            ecs.describeImages(new DescribeImagesRequest());
            ecs.describeImages(new DescribeImagesRequest());
            assertEquals(
                    "key-1 key-2",
                    authorizations.get(0).replaceAll(".*Credential=([^,]*),.*", "$1") + " "
                            + authorizations.get(1).replaceAll(".*Credential=([^,]*),.*", "$1"));
        }
    }

    @Test
    void anErrorOfTheServiceIsTheSameForInjectedCalls() {
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 404, "{\"Code\":\"X\",\"Message\":\"m\"}"));
                var context = application(service)) {
            var images = context.getBean(EcsApi.class);
            var thrown =
                    assertThrows(EcsImagesException.class, () -> images.describeImages(new DescribeImagesRequest()));
            assertEquals("X", thrown.code());
        }
    }

    @Test
    void aConnectedClientMakesNoBeanOfTheProgramAroundIt() {
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 200, StandIn.PAGE))) {
            int before = Bystander.MADE.get();
            EcsImages.connect(service.endpoint(), AccessKey.of("id", "secret")).close();
            assertEquals(before, Bystander.MADE.get());
            application(service).close();
            assertEquals(before + 1, Bystander.MADE.get());
        }
    }
}
