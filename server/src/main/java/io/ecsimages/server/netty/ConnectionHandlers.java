package io.ecsimages.server.netty;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Adds this package's handlers to every connection. */
@Singleton
public final class ConnectionHandlers implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Duration requestTimeout;
    private final int maxRequestLineLength;

    ConnectionHandlers(
            @Value("${ecs-images.request-timeout:30s}") Duration requestTimeout,
            @Value("${ecs-images.max-request-line-length:32768}") int maxRequestLineLength) {
        this.requestTimeout = requestTimeout;
        this.maxRequestLineLength = maxRequestLineLength;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        addTo(event.getBean());
        return event.getBean();
    }

    /** Adds the handlers to a server that is not a bean. */
    public void addTo(NettyServerCustomizer.Registry server) {
        server.register(new PipelineCustomizer("accepted-encodings", AcceptedEncodings::new));
        server.register(new PipelineCustomizer("request-target", () -> new RequestTarget(maxRequestLineLength)));
        server.register(new PipelineCustomizer("request-timeout", () -> new RequestTimeoutHandler(requestTimeout)));
        // The last one is next to the codec, so that it does not see the end that the timeout handler makes up.
        server.register(new PipelineCustomizer("lingering-close", LingeringClose::new));
    }
}
