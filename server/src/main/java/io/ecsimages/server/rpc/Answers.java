package io.ecsimages.server.rpc;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.body.MessageBodyHandlerRegistry;
import io.micronaut.http.body.MessageBodyWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes answers, and keeps those that last: the same call in the same edition of the catalogue is answered with the same
 * bytes, but for the request's id.
 */
@ServerFilter(ServerFilter.MATCH_ALL_PATTERN)
@Order(RpcFilter.ORDER + 1)
final class Answers {

    private static final double HEAP_PART = 0.05;
    private static final int ENTRY_BYTES = 2000;

    /** Of a page of ten images. */
    private static final int USUAL_BYTES = 16 * 1024;

    /** Whoever wants to know why an answer is as it is gets each answer made anew: that is when the log says why. */
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** What decides an answer, beside the edition. */
    private record Question(String action, long account, Format format, Map<String, String> parameters) {

        static Question of(Call call) {
            var request = call.request();
            return new Question(
                    request.action(), call.account(), request.answerAs().format(), request.ofOperation());
        }
    }

    /**
     * An answer that is kept.
     *
     * @param body its bytes
     * @param requestId where the request's id stands in them
     * @param rows how many things of the catalogue it holds
     */
    record Known(byte[] body, int requestId, int rows) {

        byte[] to(String id) {
            var copy = body.clone();
            System.arraycopy(id.getBytes(StandardCharsets.ISO_8859_1), 0, copy, requestId, id.length());
            return copy;
        }
    }

    /** Answers that one writer writes. */
    private record Kind(Class<?> body, Format format) {}

    private final MessageBodyHandlerRegistry writers;
    private final Map<Kind, MessageBodyWriter<?>> writersByKind = new ConcurrentHashMap<>();
    private final EditionCache<Question, Known> known =
            new EditionCache<>(HEAP_PART, answer -> answer.body.length + ENTRY_BYTES);

    /** Hashes of questions that were asked: what nobody asks twice is not kept. */
    private final AtomicIntegerArray lately = new AtomicIntegerArray(10_000);

    Answers(MessageBodyHandlerRegistry writers) {
        this.writers = writers;
    }

    /** Looks the answer of a call up. */
    @Nullable
    Known find(Call call) {
        return LOG.isDebugEnabled() ? null : known.get(call.edition(), Question.of(call));
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> answer(HttpRequest<?> http) {
        var call = Call.of(http).orElse(null);
        if (call == null || call.known() == null) {
            return null;
        }
        Observation.of(http).rows(call.known().rows);
        return HttpResponse.ok(call.known().to(call.requestId()));
    }

    @ResponseFilter
    void write(HttpRequest<?> http, MutableHttpResponse<?> response) {
        var call = Call.of(http).orElse(null);
        if (call == null || call.known() != null || response.status() != HttpStatus.OK) {
            return;
        }
        var body = bytes(response.body(), call.request().answerAs().format(), response);
        response.body(body);
        if (call.lastsIn() != null) {
            var question = Question.of(call);
            if (wasAsked(call.lastsIn(), question)) {
                var rows = Observation.of(http).rows();
                known.put(call.lastsIn(), question, new Known(body, indexOf(call.requestId(), body), rows));
            }
        }
    }

    /** Whether this is not the first time; of many questions, some of the first ones are forgotten. */
    private boolean wasAsked(Edition edition, Question question) {
        int hash = Objects.hash(edition, question);
        return lately.getAndSet(Math.floorMod(hash, lately.length()), hash) == hash;
    }

    /** The id is random: nothing that a caller sent, or that is in the catalogue, holds it. */
    private static int indexOf(String requestId, byte[] body) {
        var id = requestId.getBytes(StandardCharsets.ISO_8859_1);
        int start = 0;
        while (!Arrays.equals(body, start, start + id.length, id, 0, id.length)) {
            start++;
        }
        return start;
    }

    @SuppressWarnings("unchecked")
    private <T> byte[] bytes(T body, Format format, MutableHttpResponse<?> response) {
        var type = (Argument<T>) Argument.of(body.getClass());
        var writer = (MessageBodyWriter<T>) writersByKind.computeIfAbsent(
                new Kind(body.getClass(), format), kind -> writers.getWriter(type, List.of(format.contentType())));
        var bytes = new ByteArrayOutputStream(USUAL_BYTES);
        writer.writeTo(type, format.contentType(), body, response.getHeaders(), bytes);
        return bytes.toByteArray();
    }
}
