/** A client for the ECS image APIs: DescribeImages and related actions. Start at {@link io.ecsimages.client.EcsImages}. */
package io.ecsimages.client;
