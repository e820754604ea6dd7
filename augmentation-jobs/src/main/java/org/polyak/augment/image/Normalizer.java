package org.polyak.augment.image;

import org.polyak.pipeline.error.PolyakException;

/**
 * Writes images of one size into a network's input batch {@code [images][height][width][3]}. It is
 * all that evaluation does to an image, and the last that training does. When all images of a batch
 * are written, {@link #complete} multiplies them by the matrix of the normalisation, if it has one.
 *
 * <p>A value is {@code (v - 255 mean) * (1 / (255 deviation))} in float arithmetic, {@code v} on
 * the scale of bytes: within 3e-7 x max(1, |result|) of the exact result, the same bits on every
 * machine. Where a transform filled in the mean it is exactly 0; with a mean image, 0 but for the
 * difference of that position from the mean of its channel. Immutable and thread-safe.
 */
public final class Normalizer {

  private static final int BYTES = 256;

  private final int height;
  private final int width;
  private final int period;

  /** By row; one for all rows if the figures are those of channels. */
  private final float[][] means;

  private final float[][] scales;

  /** Null if there is none. */
  private final PixelMatrix matrix;

  /** The result of each byte by channel; null if it depends on the position. */
  private final float[] table;

  /**
   * @param normalization figures of the training images
   * @param height rows of the network's input
   * @param width columns of the network's input
   */
  public Normalizer(Normalization normalization, int height, int width) {
    this.height = height;
    this.width = width;
    float[] mean = normalization.offsets();
    float[] scale = normalization.scales();
    if (normalization.isByPosition() && mean.length != size()) {
      throw PolyakException.usage(
          "The mean image has %d values, the network takes images of %d x %d x 3: normalise by"
              + " channel instead",
          mean.length, height, width);
    }
    this.matrix = normalization.matrix() == null ? null : normalization.matrix().matrix();
    if (matrix != null && matrix.size() != size()) {
      throw PolyakException.usage(
          "The whitening is one of %d values, the network takes images of %d x %d x 3: normalise by"
              + " channel instead",
          matrix.size(), height, width);
    }
    // One entry for every value of a row, so that the loop has one index alone: wide registers then
    // do it. Of figures by channel one row is enough, which stays in the nearest cache.
    this.period = width * Image.CHANNELS;
    this.means = new float[normalization.isByPosition() ? height : 1][period];
    this.scales = new float[means.length][period];
    for (int i = 0; i < means.length * period; i++) {
      means[i / period][i % period] = mean[i % mean.length];
      scales[i / period][i % period] = scale[i % scale.length];
    }
    this.table = normalization.isByPosition() ? null : table(mean, scale);
  }

  private static float[] table(float[] mean, float[] scale) {
    float[] table = new float[Image.CHANNELS * BYTES];
    for (int i = 0; i < table.length; i++) {
      table[i] = (i % BYTES - mean[i / BYTES]) * scale[i / BYTES];
    }
    return table;
  }

  /** Values of one image: height x width x 3. */
  public int size() {
    return height * width * Image.CHANNELS;
  }

  /**
   * Writes a raster as it is.
   *
   * @param rgb unsigned bytes {@code [height][width][3]}
   * @param batch receives {@link #size} values from {@code offset} on
   */
  public void apply(byte[] rgb, float[] batch, int offset) {
    int size = size();
    if (rgb.length != size) {
      throw new IllegalArgumentException(
          "Invalid raster: %d bytes (expected %d for %d x %d x 3)"
              .formatted(rgb.length, size, height, width));
    }
    if (table == null) {
      for (int row = 0; row < height; row++) {
        normalize(rgb, row * period, means[row], scales[row], batch, offset + row * period);
      }
      return;
    }
    for (int i = 0; i < size; i += Image.CHANNELS) {
      batch[offset + i] = table[rgb[i] & 0xFF];
      batch[offset + i + 1] = table[BYTES + (rgb[i + 1] & 0xFF)];
      batch[offset + i + 2] = table[2 * BYTES + (rgb[i + 2] & 0xFF)];
    }
  }

  /**
   * The result of each byte, {@code [channel][256]} flattened; null if it depends on the position.
   */
  public float[] table() {
    return table;
  }

  /**
   * Refuses images of another size than the network's.
   *
   * @throws PolyakException if it is another
   */
  public void check(int rows, int columns) {
    if (rows != height || columns != width) {
      throw PolyakException.usage(
          "The augmentation policy makes images of %d x %d pixels (rows x columns), the network"
              + " takes %d x %d",
          rows, columns, height, width);
    }
  }

  /**
   * Writes a row of an image.
   *
   * @param row its number; matters if figures are those of positions
   * @param line its values, on the scale of bytes, from 0 on; what is written stands there
   *     afterwards
   * @param batch receives as many from {@code offset} on
   */
  public void row(int row, float[] line, float[] batch, int offset) {
    int own = means.length == 1 ? 0 : row;
    normalize(line, means[own], scales[own]);
    System.arraycopy(line, 0, batch, offset, period);
  }

  /** Rows of the network's input. */
  public int height() {
    return height;
  }

  /** Columns of the network's input. */
  public int width() {
    return width;
  }

  /** The result of a value of a channel, on the scale of bytes, at the first position. */
  public float value(float value, int channel) {
    return (value - means[0][channel]) * scales[0][channel];
  }

  /**
   * Ends a batch.
   *
   * @param batch all images that were written, from its start on
   * @param images their number
   */
  public void complete(float[] batch, int images) {
    if (matrix != null) {
      matrix.multiply(batch, images);
    }
  }

  private static void normalize(
      byte[] rgb, int from, float[] means, float[] scales, float[] batch, int offset) {
    for (int i = 0; i < means.length; i++) {
      batch[offset + i] = ((rgb[from + i] & 0xFF) - means[i]) * scales[i];
    }
  }

  /**
   * In place: with a second place and an offset the compiler of Java 17 takes no wide registers.
   */
  private static void normalize(float[] line, float[] means, float[] scales) {
    for (int i = 0; i < means.length; i++) {
      line[i] = (line[i] - means[i]) * scales[i];
    }
  }
}
