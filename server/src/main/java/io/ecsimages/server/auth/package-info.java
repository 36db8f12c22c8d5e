/** Authentication: access keys, signatures of version 1 and 3, nonces, anonymous access and rate limits. */
package io.ecsimages.server.auth;
