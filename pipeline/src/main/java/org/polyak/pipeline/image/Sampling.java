package org.polyak.pipeline.image;

/**
 * How many pixels of an image are looked at.
 *
 * @param whole images of at most so many pixels keep them all
 * @param points most points of the grid that is taken of larger ones
 */
public record Sampling(int whole, int points) {}
