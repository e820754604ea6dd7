package org.polyak.pipeline.image;

/**
 * What became of the bytes of a file.
 *
 * @param format as the content says
 * @param raster upright, in three channels
 */
public record Decoded(ImageFormat format, Raster raster) {}
