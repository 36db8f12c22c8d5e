package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import example.UnrelatedBean;
import io.ecsimages.client.api.EcsApi;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The client as a bean of a Micronaut application. */
class InjectionTest {

    @Singleton
    record Application(EcsImages ecs, EcsApi images) {}

    /** A provider of the application, which replaces the configured key. */
    @Singleton
    @Requires(property = "rotating-key")
    static final class RotatingKey implements CredentialsProvider {

        private int calls;

        @Override
        public AccessKey get() {
            return AccessKey.of("key-" + ++calls, "secret");
        }
    }

    private static ApplicationContext application(StubServer service, String... pairs) {
        var properties =
                new HashMap<String, Object>(Map.of("micronaut.http.services.ecs-images.url", service.endpoint()));
        for (int i = 0; i < pairs.length; i += 2) {
            properties.put(pairs[i], pairs[i + 1]);
        }
        return ApplicationContext.run(properties);
    }

    @Test
    void injectsAClientThatTheApplicationCloses() {
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
                var context =
                        application(service, "ecs-images.access-key-id", "id", "ecs-images.access-key-secret", "s")) {
            var application = context.getBean(Application.class);
            assertThat(application
                            .images()
                            .describeImages(new DescribeImagesRequest())
                            .getTotalCount())
                    .isEqualTo(7);
            application.ecs().close();
            assertThat(application
                            .ecs()
                            .describeImages(new DescribeImagesRequest())
                            .getTotalCount())
                    .isEqualTo(7);
        }
    }

    @Test
    void callsTheCredentialsProviderForEveryRequest() {
        var authorizations = new CopyOnWriteArrayList<String>();
        try (var service = StubServer.of(exchange -> {
                    authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
                    StubServer.respond(exchange, 200, StubServer.PAGE);
                });
                var context = application(service, "rotating-key", "true", "ecs-images.access-key-id", "configured")) {
            var ecs = context.getBean(EcsImages.class);
            ecs.describeImages(new DescribeImagesRequest());
            ecs.describeImages(new DescribeImagesRequest());
            assertThat(authorizations)
                    .extracting(header -> header.replaceAll(".*Credential=([^,]*),.*", "$1"))
                    .containsExactly("key-1", "key-2");
        }
    }

    @Test
    void injectedCallsThrowTheSameExceptions() {
        try (var service = StubServer.of(
                        exchange -> StubServer.respond(exchange, 404, "{\"Code\":\"X\",\"Message\":\"m\"}"));
                var context = application(service)) {
            var images = context.getBean(EcsApi.class);
            var thrown = catchThrowableOfType(
                    EcsImagesException.class, () -> images.describeImages(new DescribeImagesRequest()));
            assertThat(thrown.code()).isEqualTo("X");
        }
    }

    @Test
    void connectCreatesNoBeanOfTheProgram() {
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE))) {
            int before = UnrelatedBean.CREATED.get();
            EcsImages.connect(service.endpoint(), AccessKey.of("id", "secret")).close();
            assertThat(UnrelatedBean.CREATED.get()).isEqualTo(before);
            application(service).close();
            assertThat(UnrelatedBean.CREATED.get()).isEqualTo(before + 1);
        }
    }
}
