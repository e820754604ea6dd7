package org.polyak.augment.image;

/**
 * What transforms work on: the image as the transforms so far have left it, and a second one for
 * transforms that cannot work in place. Not thread-safe.
 */
public final class Canvas {

  private final float[] fill;
  private Image image = new Image();
  private Image spare = new Image();

  /** Without an image; {@code normalization} decides what empty places are filled with. */
  public Canvas(Normalization normalization) {
    this.fill = normalization.meanByte();
  }

  /** The image as it is now; may be modified in place. */
  public Image image() {
    return image;
  }

  /**
   * A second image of the given shape and undefined values, to be written in full and then made the
   * image by {@link #swap}.
   */
  public Image spare(int height, int width) {
    spare.resize(height, width);
    return spare;
  }

  /** Makes the spare image the image. */
  public void swap() {
    Image old = image;
    image = spare;
    spare = old;
  }

  /**
   * What places without a pixel of the source are given in a channel: the training images' mean, so
   * that they are exactly 0 in the network's input.
   */
  public float fill(int channel) {
    return fill[channel];
  }
}
