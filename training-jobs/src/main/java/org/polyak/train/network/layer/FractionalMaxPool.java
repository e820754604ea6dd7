package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Maximum over regions of random extents, which divide the sides by a fraction (Graham, "Fractional
 * max-pooling", 2014). A side of N values becomes one of n = N / ratio, rounded down; with a = N /
 * n, region i starts at floor(a (i + u)) - floor(a u): the paper's pseudorandom sequence, whose
 * steps are a rounded down or up. In training u is drawn from [0, 1) for each image and side; in
 * testing it is 1/2. The paper's averages over several predictions are stochastic passes.
 *
 * @param ratio above 1, at most 2 for regions of one and two values; the paper takes sqrt 2
 * @param overlapping whether a region ends with the first value of the next, or before it
 */
public record FractionalMaxPool(double ratio, boolean overlapping) implements Layer {

  /** Checks the ratio. */
  public FractionalMaxPool {
    Inputs.check(
        ratio > 1 && ratio <= 2, "Invalid ratio: %s (expected above 1 and at most 2)", ratio);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape in = Inputs.only(inputs);
    int height = (int) (in.height() / ratio);
    int width = (int) (in.width() / ratio);
    Inputs.check(height >= 1 && width >= 1, "%s cannot be divided by a ratio of %s", in, ratio);
    return new Shape(height, width, in.channels());
  }

  @Override
  public boolean draws() {
    return true;
  }
}
