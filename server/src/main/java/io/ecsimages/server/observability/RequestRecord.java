package io.ecsimages.server.observability;

import io.ecsimages.server.auth.PercentEncoding;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Collects what the access log and the metrics say of a request. Every value is one of few, a number, or made by the server;
 * only the name of an unsupported action comes from the caller. A value is null where the request did not get far enough.
 */
public final class RequestRecord {

    private static final String ATTRIBUTE = "io.ecsimages.request-record";
    private static final int MAX_ACTION_LENGTH = 64;

    private final long begun = System.nanoTime();
    private final String requestId = newRequestId();
    private @Nullable String format;
    private @Nullable String action;
    private @Nullable String unsupportedAction;
    private @Nullable String signature;
    private @Nullable Long account;
    private @Nullable Integer status;
    private @Nullable String code;
    private @Nullable Integer rows;

    private RequestRecord() {}

    /** Makes a RequestId in the API's form: an upper-case UUID. */
    public static String newRequestId() {
        return UUID.randomUUID().toString().toUpperCase(Locale.ROOT);
    }

    /** The record of a request; empty if the request was not to the API. */
    public static Optional<RequestRecord> find(HttpRequest<?> http) {
        return Optional.ofNullable((RequestRecord) http.getAttributes().getValue(ATTRIBUTE));
    }

    /** The record of a request, begun by the first call. */
    public static RequestRecord of(HttpRequest<?> http) {
        return find(http).orElseGet(() -> {
            var record = new RequestRecord();
            http.setAttribute(ATTRIBUTE, record);
            return record;
        });
    }

    public void format(String name) {
        format = name;
    }

    /** @param name an action of the contract */
    public void action(String name) {
        action = name;
    }

    /** @param name an action that the contract does not have; it can be any string */
    public void unsupportedAction(String name) {
        var start = name.substring(0, Math.min(name.length(), MAX_ACTION_LENGTH));
        unsupportedAction = PercentEncoding.encode(start) + (start.length() < name.length() ? "..." : "");
    }

    /** @param version {@code V1}, {@code V3} or {@code none} */
    public void signature(String version) {
        signature = version;
    }

    public void authenticated(long accountId) {
        account = accountId;
    }

    public void status(int code) {
        status = code;
    }

    public void failed(String errorCode) {
        code = errorCode;
    }

    /** @param count how many items of the catalogue the response holds */
    public void rows(int count) {
        rows = count;
    }

    /** The RequestId, an upper-case UUID. */
    public String requestId() {
        return requestId;
    }

    @Nullable
    public String format() {
        return format;
    }

    /** The action, if it is one of the contract. */
    @Nullable
    public String action() {
        return action;
    }

    /** The action, if the contract does not have it: percent-encoded, and cut if it is long. */
    @Nullable
    public String unsupportedAction() {
        return unsupportedAction;
    }

    /** {@code V1}, {@code V3} or {@code none}. */
    @Nullable
    public String signature() {
        return signature;
    }

    /** The account of the caller; null until the request is authenticated. */
    @Nullable
    public Long account() {
        return account;
    }

    /** The HTTP status; null if no response was sent. */
    @Nullable
    public Integer status() {
        return status;
    }

    /** The error code, {@code OK} without an error; null if no response was sent. */
    @Nullable
    public String code() {
        return code == null && status != null && status < 400 ? "OK" : code;
    }

    @Nullable
    public Integer rows() {
        return rows;
    }

    /** The time since the request arrived. */
    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
