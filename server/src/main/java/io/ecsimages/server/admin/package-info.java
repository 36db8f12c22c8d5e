/** Changes to single images: share, subscribe, publish, and set to Creating. */
package io.ecsimages.server.admin;
