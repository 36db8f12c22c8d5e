/** Processes the OpenAPI document: bundles it, checks its extensions, and prepares it for the code generator. */
package io.ecsimages.apispec;
