package org.polyak.pipeline.image;

/**
 * An image that may have been made smaller while it was decoded.
 *
 * @param raster its pixels, upright
 * @param reduction 1, 2, 4 or 8: pixels of the file along a side that a pixel here is the mean of;
 *     those of the last column and row may be fewer
 */
public record Reduced(Raster raster, int reduction) {}
