package org.polyak.train.adversarial;

import org.polyak.augment.image.Normalization;

/**
 * The fast gradient sign method (Goodfellow et al., "Explaining and harnessing adversarial
 * examples", 2015): every pixel moves by epsilon in the direction in which the loss rises, and
 * stays within 0 to 1. Images are normalised, so what a pixel moves by is divided by its deviation.
 */
public final class FastGradientSign {

  private final float[] step;
  private final float[] least;
  private final float[] greatest;

  /**
   * @param epsilon on the scale 0 to 1
   * @param normalization of the images, without a matrix
   */
  public FastGradientSign(double epsilon, Normalization normalization) {
    if (normalization.matrix() != null) {
      throw new IllegalArgumentException("Images that a matrix mixed have no pixels to move");
    }
    int figures = normalization.mean().size();
    this.step = new float[figures];
    this.least = new float[figures];
    this.greatest = new float[figures];
    for (int i = 0; i < figures; i++) {
      double mean = normalization.mean().get(i);
      double deviation = normalization.deviation().get(i);
      step[i] = (float) (epsilon / deviation);
      least[i] = (float) (-mean / deviation);
      greatest[i] = (float) ((1 - mean) / deviation);
    }
  }

  /**
   * Changes images.
   *
   * @param images normalised, {@code [n][height][width][channels]}
   * @param gradient of the loss by them
   * @param values how many values from the start are changed: whole images
   */
  public void apply(float[] images, float[] gradient, int values) {
    for (int i = 0; i < values; i++) {
      int figure = i % step.length;
      float moved = images[i] + Math.signum(gradient[i]) * step[figure];
      images[i] = Math.min(greatest[figure], Math.max(least[figure], moved));
    }
  }
}
