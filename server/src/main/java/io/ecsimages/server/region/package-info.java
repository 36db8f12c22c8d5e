/** The regions that exist, and DescribeRegions. */
package io.ecsimages.server.region;
