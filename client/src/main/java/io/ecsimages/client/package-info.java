/** A client of DescribeImages: begin at {@link io.ecsimages.client.EcsImages}. */
package io.ecsimages.client;
