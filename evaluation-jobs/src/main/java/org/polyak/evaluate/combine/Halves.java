package org.polyak.evaluate.combine;

import java.io.Serializable;
import org.polyak.augment.random.ImageKeys;
import org.polyak.augment.random.RandomStream;

/**
 * Divides images into two halves by a draw for each, so that what is fitted on one can be judged on
 * the other when there is no split to fit on: no image then has a part in its own judgement.
 *
 * @param seed of the draws
 * @param crossed whether the images that are judged are those that are fitted on: then what was
 *     fitted on a half is used on the other; else all are fitted on, and all are judged
 */
public record Halves(long seed, boolean crossed) implements Serializable {

  /** How many there are. */
  public static final int COUNT = 2;

  /** The stream's index, which no transform of an image takes. */
  private static final int INDEX = RandomStream.INDICES - 3;

  /** The half of an image, 0 or 1. */
  public int of(long key) {
    return crossed ? RandomStream.of(seed, 0, key, INDEX).nextInt() & 1 : 0;
  }

  /** The half of an image, 0 or 1. */
  public int of(ImageKeys keys, String id) {
    return of(keys.of(id));
  }

  /** The half whose images decide what is used on an image of this half. */
  public int fittedOn(int half) {
    return crossed ? 1 - half : 0;
  }

  /** How many halves have images. */
  public int count() {
    return crossed ? COUNT : 1;
  }
}
