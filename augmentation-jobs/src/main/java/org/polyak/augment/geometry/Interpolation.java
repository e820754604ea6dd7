package org.polyak.augment.geometry;

/**
 * How a value between pixels is made of them. Where an image becomes smaller, the filters widen by
 * the same factor (antialiasing), but for {@link #NEAREST}.
 */
public enum Interpolation {
  /** The pixel whose square the position lies in. */
  NEAREST(0),
  /** Weights that fall linearly to 0 at a distance of one pixel. */
  BILINEAR(1),
  /** Keys' cubic convolution with a = -1/2, "Cubic convolution interpolation", 1981. */
  BICUBIC(2);

  private final int radius;

  Interpolation(int radius) {
    this.radius = radius;
  }

  /** Distance in pixels from which on weights are 0. */
  public int radius() {
    return radius;
  }

  /** The weight of a pixel whose centre lies at a distance of {@code x} pixels. */
  public double weight(double x) {
    double d = Math.abs(x);
    return switch (this) {
      case NEAREST -> d < 0.5 ? 1 : 0;
      case BILINEAR -> d < 1 ? 1 - d : 0;
      case BICUBIC ->
          d < 1 ? (1.5 * d - 2.5) * d * d + 1 : d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
    };
  }
}
