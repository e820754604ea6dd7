package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * A sum that does not depend on the order of its terms. Sums of doubles do, and so would differ
 * with the partitions. Each term is rounded once to a multiple of 2^-32 and added as a whole
 * number, which is exact; a mean is therefore off by at most 2^-33, about 1.2e-10. The long holds
 * sums below 2^31, so terms of at most 34.6 nats, the clamped likelihood, can be added 62 million
 * times even if all are that bad; overflow is an error, never a wrong sum. An exact sum of doubles
 * (a superaccumulator or BigDecimal) would cost far more and show no other digit.
 */
public final class FixedPointSum implements Serializable {

  private static final long serialVersionUID = 1L;

  private static final double SCALE = 0x1p32;

  private long units;

  /** A term in the units of this sum, of which there are 2^32 in 1. */
  public static long units(double term) {
    return Math.round(term * SCALE);
  }

  /** What a number of units stands for. */
  public static double value(long units) {
    return units / SCALE;
  }

  /** Adds a term. */
  public void add(double term) {
    units = Math.addExact(units, units(term));
  }

  /** Adds what another one has. */
  public void add(FixedPointSum other) {
    units = Math.addExact(units, other.units);
  }

  /** The sum. */
  public double total() {
    return value(units);
  }

  double mean(long count) {
    return units / SCALE / count;
  }
}
