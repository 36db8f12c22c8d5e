/** The exception for errors of the contract. */
package io.ecsimages.server.error;
