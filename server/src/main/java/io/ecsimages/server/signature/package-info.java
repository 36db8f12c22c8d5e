/** Who is calling: signatures of version 1 and 3, keys, security tokens, and nonces that count once. */
package io.ecsimages.server.signature;
