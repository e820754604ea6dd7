package org.polyak.augment;

import org.polyak.augment.image.Image;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.view.CropSet;
import org.polyak.augment.view.ViewRenderer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

/**
 * The one view of an image that validation takes: {@link CropSet#centre}. Nothing but normalisation
 * if it has the network's size, else it is scaled, until the network's input is seven eighths of it
 * along the side that fits tighter, and cut out of the middle. Keeps its buffers; not thread-safe,
 * one for each thread.
 */
public final class EvaluationInput {

  private final ViewRenderer renderer;
  private final int size;

  /**
   * @param normalization figures of the training images
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public EvaluationInput(Normalization normalization, int height, int width) {
    this.renderer = new ViewRenderer(normalization, CropSet.centre(), height, width);
    this.size = height * width * Image.CHANNELS;
  }

  /** Values of one image: height x width x 3. */
  public int size() {
    return size;
  }

  /**
   * Writes an image.
   *
   * @param batch receives {@link #size} values from {@code offset} on, {@code [height][width][3]}
   * @throws PolyakException if the image is damaged
   */
  public void apply(ImageRecord image, float[] batch, int offset) {
    renderer.write(renderer.begin(image).get(0), batch, offset);
  }

  /**
   * Ends a batch: what the normalisation does to all images at once.
   *
   * @param batch all images that were written, from its start on
   * @param images their number
   */
  public void complete(float[] batch, int images) {
    renderer.complete(batch, images);
  }
}
