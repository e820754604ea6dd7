package org.polyak.augment.colour;

import java.util.Arrays;
import org.polyak.augment.image.Image;

/**
 * Changes of colour that are still to be made. Those that are matrices, on values from 0 to 255,
 * are multiplied with each other and made in one pass over the pixels, at whose end values are
 * clamped to 0 to 255; between two matrices nothing is clamped or rounded. Mutable, without
 * garbage; not thread-safe.
 */
public final class ColourChain {

  private static final int ROW = 4;
  private static final int MATRIX = 12;
  private static final float FULL = 255;

  private final double[] pending = new double[MATRIX];
  private final double[] product = new double[MATRIX];
  private final double[] means = new double[Image.CHANNELS];
  private double[][] matrices = new double[4][];
  private double[] contrasts = new double[4];
  private Curve[] curves = new Curve[4];
  private int count;

  /** Whether no channel of the product depends on another, and then what each value is given. */
  private boolean separate;

  private float[] gains = new float[0];
  private float[] shifts = new float[0];

  /** Nothing is to be done. */
  public void reset() {
    Arrays.fill(curves, 0, count, null);
    count = 0;
  }

  /** Whether nothing is to be done. */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Adds a matrix: each new value is a sum of the old red, green and blue and of a constant.
   *
   * @param values three rows of four: for red, green and blue; copied
   */
  public void matrix(double[] values) {
    System.arraycopy(values, 0, push(), 0, MATRIX);
  }

  /** Adds, for each channel, a multiplication and then an addition. */
  public void diagonal(
      double red, double green, double blue, double addRed, double addGreen, double addBlue) {
    double[] matrix = push();
    Arrays.fill(matrix, 0);
    matrix[0] = red;
    matrix[ROW + 1] = green;
    matrix[2 * ROW + 2] = blue;
    matrix[ROW - 1] = addRed;
    matrix[2 * ROW - 1] = addGreen;
    matrix[3 * ROW - 1] = addBlue;
  }

  /** Adds {@code new = grey + factor (old - grey)}, with the grey level of each pixel. */
  public void saturation(double factor) {
    double[] matrix = push();
    for (int row = 0; row < Image.CHANNELS; row++) {
      for (int column = 0; column < Image.CHANNELS; column++) {
        matrix[row * ROW + column] =
            (1 - factor) * Luma.weight(column) + (row == column ? factor : 0);
      }
      matrix[row * ROW + ROW - 1] = 0;
    }
  }

  /** Adds a turn of all colours about the axis of greys. */
  public void hue(double radians) {
    Hue.write(radians, push());
  }

  /** Adds {@code new = mean + factor (old - mean)}, with the mean grey level of the image. */
  public void contrast(double factor) {
    next();
    contrasts[count] = factor;
    curves[count] = null;
    count++;
  }

  /** Adds a change that is no matrix. */
  public void curve(Curve curve) {
    next();
    curves[count] = curve;
    count++;
  }

  /** Changes an image's colours and leaves nothing to be done. */
  public void apply(Image image) {
    identity();
    boolean changed = false;
    boolean measured = false;
    for (int i = 0; i < count; i++) {
      if (curves[i] != null) {
        if (changed) {
          pass(image.pixels(), image.size(), pending);
        }
        curves[i].apply(image);
        identity();
        changed = false;
        measured = false;
      } else if (Double.isNaN(contrasts[i])) {
        multiply(matrices[i]);
        changed = true;
      } else {
        if (!measured) {
          measure(image);
          measured = true;
        }
        addContrast(contrasts[i]);
        changed = true;
      }
    }
    if (changed) {
      pass(image.pixels(), image.size(), pending);
    }
    reset();
  }

  private double[] push() {
    next();
    if (matrices[count] == null) {
      matrices[count] = new double[MATRIX];
    }
    contrasts[count] = Double.NaN;
    curves[count] = null;
    count++;
    return matrices[count - 1];
  }

  private void next() {
    if (count == contrasts.length) {
      matrices = Arrays.copyOf(matrices, 2 * count);
      contrasts = Arrays.copyOf(contrasts, 2 * count);
      curves = Arrays.copyOf(curves, 2 * count);
    }
  }

  private void identity() {
    Arrays.fill(pending, 0);
    for (int c = 0; c < Image.CHANNELS; c++) {
      pending[c * ROW + c] = 1;
    }
  }

  private void multiply(double[] matrix) {
    for (int row = 0; row < MATRIX; row += ROW) {
      for (int column = 0; column < ROW; column++) {
        double sum = column == ROW - 1 ? matrix[row + column] : 0;
        for (int k = 0; k < Image.CHANNELS; k++) {
          sum += matrix[row + k] * pending[k * ROW + column];
        }
        product[row + column] = sum;
      }
    }
    System.arraycopy(product, 0, pending, 0, MATRIX);
  }

  private void measure(Image image) {
    float[] pixels = image.pixels();
    double red = 0;
    double green = 0;
    double blue = 0;
    for (int i = 0; i < image.size(); i += Image.CHANNELS) {
      red += pixels[i];
      green += pixels[i + 1];
      blue += pixels[i + 2];
    }
    double pixelCount = image.size() / (double) Image.CHANNELS;
    means[0] = red / pixelCount;
    means[1] = green / pixelCount;
    means[2] = blue / pixelCount;
  }

  /** The mean grey level after what is pending follows from the means before it. */
  private void addContrast(double factor) {
    double grey = 0;
    for (int c = 0; c < Image.CHANNELS; c++) {
      double mean = pending[c * ROW + ROW - 1];
      for (int k = 0; k < Image.CHANNELS; k++) {
        mean += pending[c * ROW + k] * means[k];
      }
      grey += Luma.weight(c) * mean;
    }
    for (int c = 0; c < Image.CHANNELS; c++) {
      for (int k = 0; k < ROW; k++) {
        pending[c * ROW + k] *= factor;
      }
      pending[c * ROW + ROW - 1] += (1 - factor) * grey;
    }
  }

  /** Whether all that is to be done is one matrix, or nothing. */
  public boolean isMatrix() {
    for (int i = 0; i < count; i++) {
      if (curves[i] != null || !Double.isNaN(contrasts[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Multiplies all matrices, for {@link #pass}; only if there is nothing else.
   *
   * @param size most values that are passed at once
   */
  public void prepare(int size) {
    identity();
    for (int i = 0; i < count; i++) {
      multiply(matrices[i]);
    }
    separate = true;
    for (int i = 0; i < MATRIX; i++) {
      boolean between = i % ROW != ROW - 1 && i % ROW != i / ROW;
      separate &= !between || pending[i] == 0;
    }
    if (gains.length < size) {
      gains = new float[size];
      shifts = new float[size];
    }
    for (int i = 0; i < size; i++) {
      int row = i % Image.CHANNELS * ROW;
      gains[i] = (float) pending[row + i % Image.CHANNELS];
      shifts[i] = (float) pending[row + ROW - 1];
    }
  }

  /**
   * Changes the colours of some pixels by the product of all matrices.
   *
   * @param pixels red, green and blue of each
   * @param size number of values
   */
  public void pass(float[] pixels, int size) {
    if (count > 0 && separate) {
      pass(pixels, size, gains, shifts);
    } else if (count > 0) {
      pass(pixels, size, pending);
    }
  }

  /** Where no channel depends on another: one index, so that wide registers do it. */
  private static void pass(float[] pixels, int size, float[] gains, float[] shifts) {
    for (int i = 0; i < size; i++) {
      pixels[i] = clamp(gains[i] * pixels[i] + shifts[i]);
    }
  }

  private static void pass(float[] pixels, int size, double[] m) {
    float rr = (float) m[0];
    float rg = (float) m[1];
    float rb = (float) m[2];
    float r1 = (float) m[3];
    float gr = (float) m[4];
    float gg = (float) m[5];
    float gb = (float) m[6];
    float g1 = (float) m[7];
    float br = (float) m[8];
    float bg = (float) m[9];
    float bb = (float) m[10];
    float b1 = (float) m[11];
    for (int i = 0; i < size; i += Image.CHANNELS) {
      float red = pixels[i];
      float green = pixels[i + 1];
      float blue = pixels[i + 2];
      pixels[i] = clamp(rr * red + rg * green + rb * blue + r1);
      pixels[i + 1] = clamp(gr * red + gg * green + gb * blue + g1);
      pixels[i + 2] = clamp(br * red + bg * green + bb * blue + b1);
    }
  }

  private static float clamp(float value) {
    return Math.max(0, Math.min(FULL, value));
  }
}
