/** Import and export of DescribeImages responses ("dumps"), and the sample catalogue. */
package io.ecsimages.server.transfer;
