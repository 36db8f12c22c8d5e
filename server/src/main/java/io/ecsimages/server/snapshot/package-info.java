/** The snapshots of disks. */
package io.ecsimages.server.snapshot;
