package org.polyak.train.network.layer;

import java.util.List;
import org.polyak.train.network.Shape;

/**
 * Local response normalisation across channels (Krizhevsky et al., "ImageNet classification with
 * deep convolutional neural networks", 2012, section 3.3): y_c = x_c / (k + alpha sum x_j^2)^beta,
 * the sum over {@code size} channels around c as far as there are any. Alpha is not divided by the
 * size, as some libraries do.
 *
 * @param size channels of the sum, odd
 * @param k added
 * @param alpha factor of the sum
 * @param beta exponent
 */
public record LocalResponseNorm(int size, double k, double alpha, double beta) implements Layer {

  /** Checks the size. */
  public LocalResponseNorm {
    Inputs.check(
        size >= 1 && size % 2 == 1, "Invalid size: %d (expected an odd number of channels)", size);
    Inputs.check(k > 0, "Invalid k: %s (expected above 0)", k);
  }

  /** With the constants of AlexNet: 5, 2, 1e-4 and 0.75. */
  public LocalResponseNorm() {
    this(5, 2, 1e-4, 0.75);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return Inputs.only(inputs);
  }
}
