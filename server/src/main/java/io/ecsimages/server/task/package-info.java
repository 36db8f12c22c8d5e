/** The tasks of ImportImage and ExportImage. */
package io.ecsimages.server.task;
