/** Connection handlers: request target, request timeout, lingering close, draining before shutdown, and compression. */
package io.ecsimages.server.netty;
