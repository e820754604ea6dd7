package org.polyak.pipeline.image;

/**
 * What statistics need of an image.
 *
 * @param format of the file
 * @param width of the upright image, in pixels
 * @param height of the upright image, in pixels
 * @param grid all of its pixels or, of a large image, a regular grid of them, upright
 */
public record Sample(ImageFormat format, int width, int height, Raster grid) {}
