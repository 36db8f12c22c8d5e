package io.ecsimages.server.rpc;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Gives every connection a deadline for its requests, and an end that lets answers arrive. */
@Singleton
final class ConnectionHandlers implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Duration requestTimeout;

    ConnectionHandlers(@Value("${ecs-images.request-timeout:30s}") Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    /** The last one stands next to the codec: what the deadline makes up of a request is not for the other to see. */
    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new PerConnection("request-deadline", () -> new RequestDeadline(requestTimeout)));
        event.getBean().register(new PerConnection("lingering-close", LingeringClose::new));
        return event.getBean();
    }
}
