package io.ecsimages.server.contract;

import io.ecsimages.server.netty.PipelineCustomizer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds all that a server of the tests is asked, and answers, against the contract. */
@Singleton
@Requires(property = "ecs-images.test.conformity")
public final class ContractConformance implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger judged = new AtomicInteger();

    /** What did not conform, each with its request and its response. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** How many responses were judged. */
    int judged() {
        return judged.get();
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new PipelineCustomizer("conformity", Recorder::new));
        return event.getBean();
    }

    /** What a request has sent so far. */
    private record Sent(HttpRequest head, ByteArrayOutputStream body) {}

    /** Puts together what goes over one connection; a response belongs to the oldest request that has none. */
    private final class Recorder extends ChannelDuplexHandler {

        private final ArrayDeque<Sent> unanswered = new ArrayDeque<>();
        private final ByteArrayOutputStream answerBody = new ByteArrayOutputStream();
        private HttpResponse response;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest head) {
                unanswered.add(new Sent(head, new ByteArrayOutputStream()));
            }
            if (message instanceof HttpContent content && !unanswered.isEmpty()) {
                unanswered.getLast().body.writeBytes(ByteBufUtil.getBytes(content.content()));
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse head && head.status().code() >= 200) {
                response = head;
                answerBody.reset();
            }
            if (response != null && message instanceof HttpContent content) {
                answerBody.writeBytes(ByteBufUtil.getBytes(content.content()));
                if (content instanceof LastHttpContent) {
                    judge();
                    response = null;
                }
            }
            context.write(message, promise);
        }

        private void judge() {
            judged.incrementAndGet();
            var request = unanswered.remove();
            var exchange = new Exchange(
                    request.head.method().name(),
                    request.head.uri(),
                    request.head.headers(),
                    request.body.toByteArray(),
                    response.status().code(),
                    response.headers(),
                    answerBody.toByteArray());
            for (String problem : exchange.problems()) {
                problems.add(problem + "\n" + request.head.method() + " " + request.head.uri() + "\n"
                        + request.body.toString(StandardCharsets.UTF_8) + "\n"
                        + response.status() + "\n" + answerBody.toString(StandardCharsets.UTF_8));
            }
        }
    }
}
