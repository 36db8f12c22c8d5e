/** Caches in front of the search, the renderer and the responses; {@code ecs-images.cache.enabled=false} switches all off. */
package io.ecsimages.server.cache;
