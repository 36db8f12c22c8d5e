package io.ecsimages.server.rpc;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Outage;
import io.ecsimages.server.database.SqlFailure;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.ErrorResponse;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.netty.handler.codec.DecoderException;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Every failure, our own and the framework's, in the shape of the API and in the format that was asked for. */
@Singleton
@Primary
final class ErrorAnswers
        implements ExceptionHandler<ApiException, HttpResponse<?>>, ErrorResponseProcessor<ErrorResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorAnswers.class);

    /** After these, what is left on the connection may be no request: it is closed. */
    private static final Set<ApiError> LEAVES_A_REST =
            Set.of(ApiError.INVALID_ENCODING, ApiError.REQUEST_TOO_LARGE, ApiError.REQUEST_TIMEOUT);

    private final Outage outage;

    ErrorAnswers(Outage outage) {
        this.outage = outage;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, ApiException exception) {
        var response = answer(request, HttpResponse.ok(), exception.error(), exception.getMessage());
        if (exception.retryAfter() != null) {
            response.getHeaders().set("x-acs-retry-after", milliseconds(exception.retryAfter()));
        }
        return response;
    }

    /** The unit that the vendor's SDKs read; never 0, which they take for no time at all. */
    private static String milliseconds(Duration time) {
        return String.valueOf(time.toMillis() + 1);
    }

    /** A body that is not what its Content-Encoding says: the mistake of a caller, which fills no log. */
    @Singleton
    static final class Undecodable implements ExceptionHandler<DecoderException, HttpResponse<?>> {

        @Override
        @SuppressWarnings("rawtypes")
        public HttpResponse<?> handle(HttpRequest request, DecoderException exception) {
            var error = ApiError.INVALID_ENCODING;
            return answer(request, HttpResponse.ok(), error, error.message());
        }
    }

    /** What the framework itself refuses: no such path, a method that a path has not, a body that is too large. */
    @Override
    public MutableHttpResponse<ErrorResponse> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        var unavailable = context.getRootCause().flatMap(SqlFailure::unavailable);
        unavailable.ifPresent(outage::met);
        var error = unavailable.isPresent() ? ApiError.SERVICE_UNAVAILABLE : errorOf(response.code());
        if (error.status() >= 500 && unavailable.isEmpty()) {
            log(context, error);
        }
        return answer(context.getRequest(), response, error, error.message());
    }

    /** What failed is written here, and not by the framework, which no longer knows the request's id then. */
    private static void log(ErrorContext context, ApiError error) {
        try (var id = MDC.putCloseable(
                ObservationFilter.REQUEST_ID, Answer.to(context.getRequest()).requestId())) {
            LOG.error("{}", error.code(), context.getRootCause().orElse(null));
        }
    }

    private static ApiError errorOf(int status) {
        return switch (status) {
            case 400 -> ApiError.INVALID_ENCODING;
            case 404 -> ApiError.INVALID_ACTION_NOT_FOUND;
            case 405 -> ApiError.UNSUPPORTED_HTTP_METHOD;
            case 413, 414, 431 -> ApiError.REQUEST_TOO_LARGE;
            case 406, 415 -> ApiError.UNSUPPORTED_MEDIA_TYPE;
            case 503 -> ApiError.SERVICE_UNAVAILABLE;
            default -> ApiError.INTERNAL_ERROR;
        };
    }

    private static MutableHttpResponse<ErrorResponse> answer(
            HttpRequest<?> request, MutableHttpResponse<?> response, ApiError error, String message) {
        var answer = Answer.to(request);
        var observation = Observation.of(request);
        observation.failed(error.code());
        observation.answered(error.status());
        response.getHeaders().set("x-acs-request-id", answer.requestId());
        if (LEAVES_A_REST.contains(error)) {
            response.getHeaders().set("Connection", "close");
        }
        return response.status(error.status())
                .contentType(answer.format().contentType())
                .body(new ErrorResponse()
                        .requestId(answer.requestId())
                        .hostId(answer.hostId())
                        .code(error.code())
                        .message(message)
                        .recommend(error.recommend(answer.requestId())));
    }
}
