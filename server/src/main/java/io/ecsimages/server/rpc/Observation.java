package io.ecsimages.server.rpc;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.signature.Algorithm;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.ServerRequestContext;
import java.time.Duration;
import java.util.Optional;

/**
 * What is known of a request when it ends, gathered on its way for those who watch the server. Every value is one of few,
 * a number, or made by the server: none is a text of the caller. What a request did not get far enough to tell is null.
 */
public final class Observation {

    private static final String OBSERVATION = "io.ecsimages.observation";

    private final long begun = System.nanoTime();
    private String action;
    private String signature;
    private Long account;
    private Integer status;
    private String code;
    private Integer rows;

    private Observation() {}

    /** What is known of this request; empty if it was none to this API. */
    public static Optional<Observation> find(HttpRequest<?> http) {
        return http.getAttribute(OBSERVATION, Observation.class);
    }

    /** What is known of the request that is being answered on this thread. */
    public static Observation current() {
        return ServerRequestContext.currentRequest().flatMap(Observation::find).orElseThrow();
    }

    /** The observation of this request; it begins with the first call. */
    static Observation of(HttpRequest<?> http) {
        return find(http).orElseGet(() -> {
            var observation = new Observation();
            http.setAttribute(OBSERVATION, observation);
            return observation;
        });
    }

    void read(RpcRequest request) {
        if (CommonParameter.ACTION.allowedValues().contains(request.action())) {
            action = request.action();
        }
        if (request.credentials() == null) {
            signature = "none";
        } else {
            signature = request.credentials().algorithm() == Algorithm.ACS3_HMAC_SHA256 ? "V3" : "V1";
        }
    }

    void admitted(long account) {
        this.account = account;
    }

    void answered(int status) {
        this.status = status;
    }

    void failed(String code) {
        this.code = code;
    }

    /** How many things of the catalogue the answer holds. */
    public void rows(int count) {
        rows = count;
    }

    /** The name of the call, if it is one of the contract. */
    @Nullable
    public String action() {
        return action;
    }

    /** {@code V1}, {@code V3}, or {@code none}. */
    @Nullable
    public String signature() {
        return signature;
    }

    /** The account that the request acts for; null until its signature is verified. */
    @Nullable
    public Long account() {
        return account;
    }

    /** The HTTP status; null where there was none to send. */
    @Nullable
    public Integer status() {
        return status;
    }

    /** The error's code, {@code OK} where there is no error; null where there was no answer to send. */
    @Nullable
    public String code() {
        return code == null && status != null && status < 400 ? "OK" : code;
    }

    @Nullable
    public Integer rows() {
        return rows;
    }

    /** The time since the request was there. */
    public Duration duration() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }
}
