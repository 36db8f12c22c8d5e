/** Signs requests as the ECS API documents it: version 1 over the parameters, version 3 over headers and query. */
package io.ecsimages.client.auth;
