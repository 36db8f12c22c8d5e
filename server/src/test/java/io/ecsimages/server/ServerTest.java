package io.ecsimages.server;

import io.ecsimages.server.database.Databases;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.DefaultApplicationContextBuilder;
import io.micronaut.context.env.PropertySource;
import io.micronaut.test.extensions.junit5.MicronautJunit5Extension;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.HashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Starts a server with an empty database for a test class, and checks its responses against the contract. Inject
 * {@link TestServer} or any bean, and set properties with {@link io.micronaut.context.annotation.Property}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@MicronautTest(transactional = false, contextBuilder = ServerTest.ContextBuilder.class)
@ExtendWith(ServerTest.ConformanceCheck.class)
public @interface ServerTest {

    /** Sets the default properties, which those of the test class override. */
    final class ContextBuilder extends DefaultApplicationContextBuilder {

        public ContextBuilder() {
            var properties = new HashMap<>(TestServer.defaultProperties());
            properties.put("datasources.default.url", Databases.create());
            // The order is between the environment and the test class.
            propertySources(PropertySource.of("server-test", properties, -50));
        }
    }

    /** Fails the test class if a response differed from the contract. Runs before the server stops. */
    final class ConformanceCheck implements AfterAllCallback {

        @Override
        public void afterAll(ExtensionContext test) {
            test.getRoot()
                    .getStore(ExtensionContext.Namespace.create(MicronautJunit5Extension.class))
                    .get(ApplicationContext.class, ApplicationContext.class)
                    .getBean(TestServer.class)
                    .checkConformance();
        }
    }
}
