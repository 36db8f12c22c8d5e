/** The RPC protocol of Alibaba Cloud: request encodings, parameters, response formats and error responses. */
package io.ecsimages.server.protocol;
