package org.polyak.augment.transform;

import org.polyak.augment.geometry.Border;
import org.polyak.augment.image.Image;
import org.polyak.augment.render.Rendering;

/** What needs the pixels around a pixel. */
final class Smoothing {

  private static final float CENTRE = 5 / 13f;
  private static final float AROUND = 1 / 13f;
  private static final float FULL = 255;
  private static final int DEVIATIONS = 3;

  private Smoothing() {}

  /** Moves values away from the smoothed picture by a factor; the edge's pixels stay. */
  static void sharpen(Rendering rendering, double factor) {
    Image from = rendering.image();
    Image to = rendering.spare();
    float f = (float) factor;
    float[] in = from.pixels();
    float[] out = to.pixels();
    int stride = from.width() * Image.CHANNELS;
    System.arraycopy(in, 0, out, 0, from.size());
    for (int row = 1; row < from.height() - 1; row++) {
      int first = row * stride + Image.CHANNELS;
      int last = (row + 1) * stride - Image.CHANNELS;
      for (int i = first; i < last; i++) {
        float ring =
            in[i - stride - 3]
                + in[i - stride]
                + in[i - stride + 3]
                + in[i - 3]
                + in[i + 3]
                + in[i + stride - 3]
                + in[i + stride]
                + in[i + stride + 3];
        float smooth = CENTRE * in[i] + AROUND * ring;
        out[i] = Math.max(0, Math.min(FULL, smooth + f * (in[i] - smooth)));
      }
    }
    rendering.swap();
  }

  /** Blurs along rows and then along columns; mirrored at the edges. */
  static void gaussian(Rendering rendering, double sigma) {
    if (sigma == 0) {
      return;
    }
    float[] weights = weights(sigma);
    pass(rendering, weights, 0, 1);
    pass(rendering, weights, 1, 0);
  }

  private static void pass(Rendering rendering, float[] weights, int down, int right) {
    Image from = rendering.image();
    Image to = rendering.spare();
    int radius = weights.length / 2;
    int height = from.height();
    int width = from.width();
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int out = (row * width + column) * Image.CHANNELS;
        float red = 0;
        float green = 0;
        float blue = 0;
        for (int k = -radius; k <= radius; k++) {
          int y = Border.REFLECT.index(row + k * down, height);
          int x = Border.REFLECT.index(column + k * right, width);
          int at = (y * width + x) * Image.CHANNELS;
          float weight = weights[k + radius];
          red += weight * from.pixels()[at];
          green += weight * from.pixels()[at + 1];
          blue += weight * from.pixels()[at + 2];
        }
        to.pixels()[out] = red;
        to.pixels()[out + 1] = green;
        to.pixels()[out + 2] = blue;
      }
    }
    rendering.swap();
  }

  private static float[] weights(double sigma) {
    int radius = (int) Math.ceil(DEVIATIONS * sigma);
    float[] weights = new float[2 * radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      sum += StrictMath.exp(-k * k / (2 * sigma * sigma));
    }
    for (int k = -radius; k <= radius; k++) {
      weights[k + radius] = (float) (StrictMath.exp(-k * k / (2 * sigma * sigma)) / sum);
    }
    return weights;
  }
}
