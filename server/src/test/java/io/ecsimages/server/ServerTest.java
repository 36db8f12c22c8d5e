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
 * Starts a server with an empty database for a test class, and checks its responses against the contract at the end. Inject a
 * {@link TestServer}, or any bean; set properties with {@link io.micronaut.context.annotation.Property}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@MicronautTest(transactional = false, contextBuilder = ServerTest.ContextBuilder.class)
@ExtendWith(ServerTest.ConformanceCheck.class)
public @interface ServerTest {

    /** The properties that all servers have; those of the test class override them. */
    final class ContextBuilder extends DefaultApplicationContextBuilder {

        public ContextBuilder() {
            var properties = new HashMap<>(TestServer.defaultProperties());
            properties.put("datasources.default.url", Databases.create());
            // Below the properties of the test class, above those of the environment.
            propertySources(PropertySource.of("server-test", properties, -50));
        }
    }

    /** Runs before Micronaut's extension stops the server. */
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
