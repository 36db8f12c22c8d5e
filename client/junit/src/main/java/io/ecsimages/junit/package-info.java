/**
 * A JUnit extension that runs an ecs-images server: start at {@link io.ecsimages.junit.EcsImagesServer}.
 *
 * <p>It works with JUnit 5.8 and newer, including JUnit 6, and uses the version of the project under test.
 */
package io.ecsimages.junit;
