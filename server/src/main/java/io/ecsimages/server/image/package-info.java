/** DescribeImages: the operation, the query behind it, and the rows that it reads. */
package io.ecsimages.server.image;
