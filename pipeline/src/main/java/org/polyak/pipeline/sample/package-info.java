/** A generated set of pictures in ten classes, to try everything on without a download. */
package org.polyak.pipeline.sample;
