package io.ecsimages.server.protocol;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.DatabaseAvailability;
import io.ecsimages.server.database.SqlErrors;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.ErrorResponse;
import io.ecsimages.server.observability.RequestRecord;
import io.ecsimages.server.observability.RequestRecordFilter;
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

/** Turns every failure, of the server and of the framework, into an error response of the API in the requested format. */
@Singleton
@Primary
final class ErrorResponder
        implements ExceptionHandler<ApiException, HttpResponse<?>>, ErrorResponseProcessor<ErrorResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponder.class);

    /** After these errors the rest of the connection may not be a request, so it is closed. */
    private static final Set<ApiError> CLOSES_CONNECTION =
            Set.of(ApiError.INVALID_ENCODING, ApiError.REQUEST_TOO_LARGE, ApiError.REQUEST_TIMEOUT);

    private final DatabaseAvailability availability;
    private final CrossOriginAccess crossOriginAccess;

    ErrorResponder(DatabaseAvailability availability, CrossOriginAccess crossOriginAccess) {
        this.availability = availability;
        this.crossOriginAccess = crossOriginAccess;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public HttpResponse<?> handle(HttpRequest request, ApiException exception) {
        var response = respond(request, HttpResponse.ok(), exception.error(), String.valueOf(exception.getMessage()));
        if (exception.retryAfter() != null) {
            response.getHeaders().set("x-acs-retry-after", milliseconds(exception.retryAfter()));
        }
        return response;
    }

    /** The unit that the official SDKs read; never 0, which they take for no value. */
    private static String milliseconds(Duration time) {
        return String.valueOf(time.toMillis() + 1);
    }

    /** A body that does not match its Content-Encoding: an error of the caller, so it is not logged. */
    @Singleton
    static final class DecoderErrorHandler implements ExceptionHandler<DecoderException, HttpResponse<?>> {

        private final ErrorResponder responder;

        DecoderErrorHandler(ErrorResponder responder) {
            this.responder = responder;
        }

        @Override
        @SuppressWarnings("rawtypes")
        public HttpResponse<?> handle(HttpRequest request, DecoderException exception) {
            var error = ApiError.INVALID_ENCODING;
            return responder.respond(request, HttpResponse.ok(), error, error.message());
        }
    }

    /** Failures of the framework itself: an unknown path, a wrong method, a body that is too large. */
    @Override
    public MutableHttpResponse<ErrorResponse> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        var unavailable = context.getRootCause().flatMap(SqlErrors::findUnavailable);
        unavailable.ifPresent(availability::failed);
        var error = unavailable.isPresent() ? ApiError.SERVICE_UNAVAILABLE : errorOf(response.code());
        if (error.status() >= 500 && unavailable.isEmpty()) {
            log(context, error);
        }
        return respond(context.getRequest(), response, error, error.message());
    }

    /** Logs the failure here, because the framework would log it without the RequestId. */
    private static void log(ErrorContext context, ApiError error) {
        try (var id = MDC.putCloseable(
                RequestRecordFilter.REQUEST_ID,
                ResponseContext.of(context.getRequest()).requestId())) {
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

    private MutableHttpResponse<ErrorResponse> respond(
            HttpRequest<?> request, MutableHttpResponse<?> response, ApiError error, String message) {
        // First, because the response context takes the RequestId of the record.
        var record = RequestRecord.of(request);
        var context = ResponseContext.of(request);
        record.failed(error.code());
        record.status(error.status());
        response.getHeaders().set("x-acs-request-id", context.requestId());
        // Filters do not run after a failure of the HTTP decoder.
        crossOriginAccess.allow(request, response);
        if (error == ApiError.UNSUPPORTED_HTTP_METHOD && request.getPath().equals("/")) {
            response.getHeaders().set("Allow", "GET, POST");
        }
        if (CLOSES_CONNECTION.contains(error)) {
            response.getHeaders().set("Connection", "close");
        }
        return response.status(error.status())
                .contentType(context.format().contentType())
                .body(new ErrorResponse()
                        .requestId(context.requestId())
                        .hostId(context.hostId())
                        .code(error.code())
                        .message(message)
                        .recommend(error.recommend(context.requestId())));
    }
}
