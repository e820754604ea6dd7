/** Digests of bytes. */
package org.polyak.pipeline.digest;
