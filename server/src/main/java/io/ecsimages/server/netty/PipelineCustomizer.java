package io.ecsimages.server.netty;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.Objects;
import java.util.function.Supplier;

/** Adds a handler behind the HTTP codec of every connection. */
public final class PipelineCustomizer implements NettyServerCustomizer {

    private final String name;
    private final Supplier<ChannelHandler> handlers;

    @Nullable
    private final Channel connection;

    /** @param name the name of the handler in the pipeline */
    public PipelineCustomizer(String name, Supplier<ChannelHandler> handlers) {
        this(name, handlers, null);
    }

    private PipelineCustomizer(String name, Supplier<ChannelHandler> handlers, @Nullable Channel connection) {
        this.name = name;
        this.handlers = handlers;
        this.connection = connection;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
        return new PipelineCustomizer(name, handlers, channel);
    }

    @Override
    public void onStreamPipelineBuilt() {
        Objects.requireNonNull(connection)
                .pipeline()
                .addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, name, handlers.get());
    }
}
