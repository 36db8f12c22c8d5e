package io.ecsimages.server.monitoring;

import io.ecsimages.server.rpc.Answer;
import io.ecsimages.server.rpc.Observation;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line in logfmt for each request, when it has ended; a field that has no value is left out. */
@Singleton
final class AccessLog implements ApplicationEventListener<HttpRequestTerminatedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger("io.ecsimages.access");

    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        if (LOG.isInfoEnabled()) {
            var http = event.getSource();
            Observation.find(http).ifPresent(observation -> LOG.info(line(http, observation)));
        }
    }

    private static String line(HttpRequest<?> http, Observation observation) {
        var answer = Answer.to(http);
        var line = new StringBuilder(200).append("requestId=").append(answer.requestId());
        var client = http.getRemoteAddress().getAddress();
        add(line, "client", client == null ? null : client.getHostAddress());
        add(line, "signature", observation.signature());
        add(line, "account", observation.account());
        add(line, "action", observation.action());
        add(line, "format", answer.format());
        add(line, "status", observation.status());
        add(line, "code", observation.code());
        add(line, "rows", observation.rows());
        add(line, "ms", BigDecimal.valueOf(observation.duration().toNanos() / 1000, 3));
        return line.toString();
    }

    private static void add(StringBuilder line, String name, @Nullable Object value) {
        if (value != null) {
            line.append(' ').append(name).append('=').append(value);
        }
    }
}
