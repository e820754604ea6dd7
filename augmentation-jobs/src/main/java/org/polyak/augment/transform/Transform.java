package org.polyak.augment.transform;

import java.io.Serializable;
import java.util.List;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;

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
   * Refuses what it cannot work with, before any image is read.
   *
   * @param components of the training images' colours; null if they are not known
   * @throws org.polyak.pipeline.error.PolyakException if it needs them
   */
  default void check(ColourComponents components) {}

  /**
   * Draws what this transform does to one image.
   *
   * @param random the stream of this image, epoch and place in the policy
   * @param extent of the image as the transforms before have left it; becomes that of the result
   * @param values receives one number for each of {@link #drawn}, from {@code at} on
   */
  void draw(RandomStream random, Extent extent, double[] values, int at);

  /**
   * Says what is to be done, as it was drawn.
   *
   * @param values what {@link #draw} gave for this image, from {@code at} on; not modified
   * @param rendering takes it
   */
  void apply(double[] values, int at, Rendering rendering);
}
