/** Editions of the catalogue: between two changes, what was read once need not be read again. */
package io.ecsimages.server.edition;
