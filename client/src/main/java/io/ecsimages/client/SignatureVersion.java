package io.ecsimages.client;

/** How requests are signed. */
public enum SignatureVersion {
    /** {@code HMAC-SHA1} over the parameters, for old services. */
    V1,
    /** {@code ACS3-HMAC-SHA256} over the headers and the query. */
    V3
}
