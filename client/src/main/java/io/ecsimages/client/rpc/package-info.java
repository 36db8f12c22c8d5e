/** How a request goes over the wire, and how a failure comes back. */
package io.ecsimages.client.rpc;
