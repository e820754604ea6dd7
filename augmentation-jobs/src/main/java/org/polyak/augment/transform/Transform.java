package org.polyak.augment.transform;

import java.io.Serializable;
import java.util.List;
import org.polyak.augment.image.Canvas;
import org.polyak.augment.image.Image;
import org.polyak.augment.random.RandomStream;

/**
 * A random change of one image. What is random is drawn first, as plain numbers, and then applied:
 * the same numbers are shown in a preview, and a transform has no randomness but these.
 *
 * <p>Implementations are immutable records: their components are the parameters, under the names
 * that a recipe gives them, and are what a manifest records. They hold no buffers and may be shared
 * between threads.
 */
public interface Transform extends Serializable {

  /** As a recipe calls it, such as {@code horizontal-flip}. */
  String name();

  /** Names of the drawn numbers, in the order of {@link #draw}'s values. */
  List<String> drawn();

  /**
   * Draws what this transform does to one image.
   *
   * @param random the stream of this image, epoch and place in the policy, at its start
   * @param image the image as the transforms before have left it; only its shape may matter
   * @param values receives one number for each of {@link #drawn}
   */
  void draw(RandomStream random, Image image, double[] values);

  /**
   * Does what was drawn.
   *
   * @param values what {@link #draw} gave for this image; not modified
   * @param canvas holds the image and afterwards the result
   */
  void apply(double[] values, Canvas canvas);
}
