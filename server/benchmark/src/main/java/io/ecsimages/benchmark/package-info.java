/** Benchmark of the server: a synthetic catalogue, a workload of signed requests, and the servers to compare with. */
package io.ecsimages.benchmark;
