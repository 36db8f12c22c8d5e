/** What differs between the databases that a catalogue may be in, and what they say when something fails. */
package io.ecsimages.server.database;
