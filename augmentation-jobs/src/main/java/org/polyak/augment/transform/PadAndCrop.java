package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.image.Canvas;
import org.polyak.augment.image.Image;
import org.polyak.augment.random.RandomStream;
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
  public void draw(RandomStream random, Image image, double[] values) {
    values[0] = random.nextInt(2 * padding + 1);
    values[1] = random.nextInt(2 * padding + 1);
  }

  @Override
  public void apply(double[] values, Canvas canvas) {
    int down = (int) values[0] - padding;
    int right = (int) values[1] - padding;
    Image from = canvas.image();
    int height = from.height();
    int width = from.width();
    Image to = canvas.spare(height, width);
    int firstColumn = clamp(-right, width);
    int lastColumn = clamp(width - right, width);
    for (int row = 0; row < height; row++) {
      int source = row + down;
      if (source < 0 || source >= height) {
        fill(canvas, to, row, 0, width);
      } else {
        fill(canvas, to, row, 0, firstColumn);
        fill(canvas, to, row, lastColumn, width);
        copy(from, source, firstColumn + right, to, row, firstColumn, lastColumn - firstColumn);
      }
    }
    canvas.swap();
  }

  private static int clamp(int column, int width) {
    return Math.max(0, Math.min(width, column));
  }

  private static void copy(
      Image from, int fromRow, int fromColumn, Image to, int toRow, int toColumn, int columns) {
    if (columns > 0) {
      System.arraycopy(
          from.pixels(),
          (fromRow * from.width() + fromColumn) * Image.CHANNELS,
          to.pixels(),
          (toRow * to.width() + toColumn) * Image.CHANNELS,
          columns * Image.CHANNELS);
    }
  }

  private static void fill(Canvas canvas, Image to, int row, int firstColumn, int lastColumn) {
    float[] pixels = to.pixels();
    for (int column = firstColumn; column < lastColumn; column++) {
      int at = (row * to.width() + column) * Image.CHANNELS;
      for (int c = 0; c < Image.CHANNELS; c++) {
        pixels[at + c] = canvas.fill(c);
      }
    }
  }
}
