/** The benchmark: a realistic catalogue, a mix of signed requests, and what they cost beside a bare endpoint. */
package io.ecsimages.server.benchmark;
