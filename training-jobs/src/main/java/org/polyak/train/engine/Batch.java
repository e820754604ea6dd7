package org.polyak.train.engine;

/**
 * Images and targets of one step.
 *
 * @param size number of images n
 * @param images {@code [n][height][width][channels]}, normalised; may be longer
 * @param targets {@code [n][classes]}, as the loss reads them; may be longer
 * @param key of what layers draw; null for networks that draw nothing
 */
public record Batch(int size, float[] images, float[] targets, RandomKey key) {

  /** For networks that draw nothing. */
  public Batch(int size, float[] images, float[] targets) {
    this(size, images, targets, null);
  }
}
