package io.ecsimages.client.protocol;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.client.ServiceHttpClientConfiguration;
import jakarta.inject.Singleton;
import java.net.ProxySelector;

/** Sets the HTTP client's defaults: no redirects, TLS for https://, and the JVM's proxy unless one is configured. */
@Singleton
final class HttpClientConfigurer implements BeanCreatedEventListener<ServiceHttpClientConfiguration> {

    @Override
    public ServiceHttpClientConfiguration onCreated(BeanCreatedEvent<ServiceHttpClientConfiguration> event) {
        var configuration = event.getBean();
        if (configuration.getServiceId().equals("ecs-images")) {
            // A signed request is for the service alone.
            configuration.setFollowRedirects(false);
            // A configured trust store alone would turn TLS off.
            configuration.getSslConfiguration().setEnabled(true);
            if (configuration.getProxyAddress().isEmpty()
                    && configuration.getProxySelector().isEmpty()) {
                configuration.setProxySelector(ProxySelector.getDefault());
            }
        }
        return configuration;
    }
}
