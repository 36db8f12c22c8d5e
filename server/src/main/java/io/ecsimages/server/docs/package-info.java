/** The documentation of the API: HTML pages and the OpenAPI document. */
package io.ecsimages.server.docs;
