package org.polyak.augment;

import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

/**
 * What evaluation does to an image: nothing but normalisation if it has the network's size, else it
 * is scaled, until the network's input is seven eighths of it along the side that fits tighter, and
 * cut out of the middle (224 of 256 pixels: Krizhevsky et al. 2012; He et al. 2015). Keeps its
 * buffers; not thread-safe, one for each thread.
 */
public final class EvaluationInput {

  /** Of the scaled image along a side, how much the network sees. */
  private static final double SEEN = 7.0 / 8;

  private final Normalizer normalizer;
  private final Rendering rendering;
  private final RecordDecoder decoder = new RecordDecoder();
  private final int height;
  private final int width;

  /**
   * @param normalization figures of the training images
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public EvaluationInput(Normalization normalization, int height, int width) {
    this.normalizer = new Normalizer(normalization, height, width);
    this.rendering =
        new Rendering(normalization.meanByte(), null, Interpolation.BILINEAR, Border.MEAN);
    this.height = height;
    this.width = width;
  }

  /** Values of one image: height x width x 3. */
  public int size() {
    return normalizer.size();
  }

  /**
   * Writes an image.
   *
   * @param batch receives {@link #size} values from {@code offset} on, {@code [height][width][3]}
   * @throws PolyakException if the image is damaged
   */
  public void apply(ImageRecord image, float[] batch, int offset) {
    if (image.height() == height && image.width() == width) {
      normalizer.apply(decoder.decode(image).rgb(), batch, offset);
      return;
    }
    double scale =
        Math.max(height / (double) image.height(), width / (double) image.width()) / SEEN;
    int rows = (int) Math.max(height, Math.rint(image.height() * scale));
    int columns = (int) Math.max(width, Math.rint(image.width() * scale));
    rendering.begin(reduction -> decoder.decode(image, reduction), image.height(), image.width());
    rendering.scale(rows, columns);
    int top = (rows - height) / 2;
    int left = (columns - width) / 2;
    rendering.window(top, left, height, width);
    rendering.write(normalizer, batch, offset);
  }

  /**
   * Ends a batch: what the normalisation does to all images at once.
   *
   * @param batch all images that were written, from its start on
   * @param images their number
   */
  public void complete(float[] batch, int images) {
    normalizer.complete(batch, images);
  }
}
