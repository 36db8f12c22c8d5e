/** The vendor's envelope: how a call arrives, where its parameters are, and in which format it is answered. */
package io.ecsimages.server.rpc;
