/** The contract, for people to read: as a page, and as it is written. */
package io.ecsimages.server.docs;
