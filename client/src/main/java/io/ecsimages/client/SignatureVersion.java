package io.ecsimages.client;

/** The version of the request signature. */
public enum SignatureVersion {
    /** {@code HMAC-SHA1} over the parameters, for older services. */
    V1,
    /** {@code ACS3-HMAC-SHA256} over the headers and the query. */
    V3
}
