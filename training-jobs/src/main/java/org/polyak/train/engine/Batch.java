package org.polyak.train.engine;

/**
 * Images and targets of one step.
 *
 * @param size number of images n
 * @param images {@code [n][height][width][channels]}, normalised; may be longer
 * @param targets {@code [n][classes]}, each row a distribution over the classes; may be longer
 */
public record Batch(int size, float[] images, float[] targets) {}
