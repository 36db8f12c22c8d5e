/** The tables of the catalogue: entities, repositories, and the version that every change makes. */
package io.ecsimages.server.store;
