package org.polyak.train.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.polyak.pipeline.error.PolyakException;

/** Whether tests of bfloat16 can run here. */
public final class Bfloat16Machine {

  private Bfloat16Machine() {}

  /** Skips the test, with the engine's reason, where the processor does not have it. */
  public static void require() {
    try {
      Engines.check("onednn", ComputeType.BFLOAT16);
    } catch (PolyakException e) {
      assumeTrue(false, "skipped: " + e.getMessage());
    }
  }

  /** The nearest number with 8 significant bits, ties to even. */
  public static double rounded(double value) {
    if (value == 0) {
      return value;
    }
    double unit = Math.scalb(1.0, Math.getExponent(value) - 7);
    return Math.rint(value / unit) * unit;
  }

  /** The nearest of each. */
  public static double[] rounded(double[] values) {
    double[] rounded = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = rounded(values[i]);
    }
    return rounded;
  }
}
