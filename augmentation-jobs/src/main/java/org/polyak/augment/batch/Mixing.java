package org.polyak.augment.batch;

import java.io.Serializable;

/**
 * How images of a batch are mixed in pairs, pixels and targets alike: by mixup (Zhang et al.,
 * "mixup: beyond empirical risk minimization", 2018), by CutMix (Yun et al., "CutMix:
 * regularization strategy to train strong classifiers with localizable features", 2019), or by one
 * of the two a batch, each equally likely. Shares come from the distribution Beta(alpha, alpha).
 *
 * @param mixupAlpha 0.05 to 100; 0 for no mixup
 * @param cutmixAlpha 0.05 to 100; 0 for no CutMix
 */
public record Mixing(double mixupAlpha, double cutmixAlpha) implements Serializable {

  /** The least alpha; below it, shares are 0 or 1. */
  public static final double LEAST_ALPHA = 0.05;

  /** The greatest alpha; above it, shares are one half. */
  public static final double GREATEST_ALPHA = 100;

  /** Leaves batches as they are. */
  public static final Mixing NONE = new Mixing(0, 0);

  /** Checks the parameters. */
  public Mixing {
    check("mixup", mixupAlpha);
    check("cutmix", cutmixAlpha);
  }

  /** Whether batches stay as they are. */
  public boolean isNone() {
    return mixupAlpha == 0 && cutmixAlpha == 0;
  }

  private static void check(String name, double alpha) {
    if (alpha != 0 && !(alpha >= LEAST_ALPHA && alpha <= GREATEST_ALPHA)) {
      throw new IllegalArgumentException(
          "Invalid alpha of %s: %s (expected %s to %s)"
              .formatted(name, alpha, LEAST_ALPHA, GREATEST_ALPHA));
    }
  }
}
