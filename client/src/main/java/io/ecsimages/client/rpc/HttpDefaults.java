package io.ecsimages.client.rpc;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.client.ServiceHttpClientConfiguration;
import jakarta.inject.Singleton;
import java.net.ProxySelector;

/** A signed request goes to the service and nowhere else; and through the proxy of the JVM, if no other is configured. */
@Singleton
final class HttpDefaults implements BeanCreatedEventListener<ServiceHttpClientConfiguration> {

    @Override
    public ServiceHttpClientConfiguration onCreated(BeanCreatedEvent<ServiceHttpClientConfiguration> event) {
        var configuration = event.getBean();
        if (configuration.getServiceId().equals("ecs-images")) {
            configuration.setFollowRedirects(false);
            // Naming a trust store alone would turn TLS off.
            configuration.getSslConfiguration().setEnabled(true);
            if (configuration.getProxyAddress().isEmpty()
                    && configuration.getProxySelector().isEmpty()) {
                configuration.setProxySelector(ProxySelector.getDefault());
            }
        }
        return configuration;
    }
}
