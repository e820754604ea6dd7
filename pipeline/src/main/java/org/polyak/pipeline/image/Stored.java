package org.polyak.pipeline.image;

/**
 * Pixels as a file stores them, on the background, before orientation and colour profile.
 *
 * @param raster as stored
 * @param metadata what is to be done to it
 */
record Stored(Raster raster, Metadata metadata) {}
