/** Backup and restore of a whole catalogue, from any database to any other. */
package io.ecsimages.server.backup;
