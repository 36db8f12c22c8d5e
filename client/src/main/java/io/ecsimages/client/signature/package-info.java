/** Signing, as the service documents it: version 1 over the parameters, version 3 over headers and query. */
package io.ecsimages.client.signature;
