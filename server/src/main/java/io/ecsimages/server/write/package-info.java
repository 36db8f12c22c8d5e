/** The operations that write: one transaction, the owner, ClientToken, DryRun and the audit log; and the changes of an image. */
package io.ecsimages.server.write;
