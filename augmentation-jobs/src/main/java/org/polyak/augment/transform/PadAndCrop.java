package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Pads an image on all four sides and cuts a window of the image's own size out of it: a shift by
 * up to {@code padding} pixels in both directions. With 4 pixels it is what He et al., "Deep
 * residual learning for image recognition", 2015, section 4.2, did to CIFAR-10.
 *
 * <p>The padding is the training images' channel mean, which is exactly 0 after normalisation. That
 * is what padding with zeros means there, where the mean had been subtracted before; padding bytes
 * with 0 would give black borders instead.
 *
 * @param padding pixels on each side, 0 to 1024
 */
public record PadAndCrop(int padding) implements Transform {

  /** In a recipe. */
  public static final String NAME = "pad-and-crop";

  private static final int MAX_PADDING = 1024;
  private static final List<String> DRAWN = List.of("row", "column");

  /** Checks the padding. */
  public PadAndCrop {
    if (padding < 0 || padding > MAX_PADDING) {
      throw new IllegalArgumentException(
          "Invalid padding: %d (expected 0 to %d)".formatted(padding, MAX_PADDING));
    }
  }

  /** Reads {@code padding} (default 4); problems are left in the section. */
  public static PadAndCrop read(Section section) {
    return new PadAndCrop(section.integer("padding", 4, 0, MAX_PADDING));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Top row and left column of the window in the padded image, each from 0 to 2 x padding. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = random.nextInt(2 * padding + 1);
    values[at + 1] = random.nextInt(2 * padding + 1);
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    rendering.window(
        values[at] - padding, values[at + 1] - padding, rendering.height(), rendering.width());
  }
}
