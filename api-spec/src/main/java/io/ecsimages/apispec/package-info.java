/** Reads what the OpenAPI document says beyond OpenAPI (see {@code api-spec/README.md}), and hands it to the templates. */
package io.ecsimages.apispec;
