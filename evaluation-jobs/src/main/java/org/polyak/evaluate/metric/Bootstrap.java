package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.Arrays;
import org.polyak.augment.random.RandomStream;

/**
 * Confidence intervals by the bootstrap, in parts that merge to the same bits in any order. In each
 * replicate an example counts a number of times that is drawn from the Poisson distribution of mean
 * 1, which is what drawing as many examples with replacement comes to when there are many (J. A.
 * Hanley and B. MacGibbon, Creating non-parametric bootstrap samples using Poisson frequencies,
 * 2006). The number is a function of seed, example and replicate, so it does not matter where the
 * example is. All models share it: differences between them are those of paired samples.
 */
public final class Bootstrap implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The stream's index, which no transform of an image takes. */
  private static final int INDEX = RandomStream.INDICES - 2;

  /** Of 2^32 words, how many give at most 0, 1, 2, … */
  private static final long[] POISSON = poisson();

  private final long seed;
  private final int replicates;
  private final int models;
  private final long[] examples;
  private final long[] errors;
  private final long[] losses;
  private final long[] briers;
  private transient RandomStream stream;

  /** What is measured of a model in every replicate. */
  public enum Measure {
    /** Part of the examples classified wrong. */
    TOP1_ERROR,
    /** Mean of {@code -ln p(true class)} in nats. */
    NEGATIVE_LOG_LIKELIHOOD,
    /** Brier score. */
    BRIER_SCORE
  }

  /**
   * Nothing seen yet.
   *
   * @param seed of the draws
   * @param replicates number of bootstrap samples
   * @param models number of models
   */
  public Bootstrap(long seed, int replicates, int models) {
    this.seed = seed;
    this.replicates = replicates;
    this.models = models;
    this.examples = new long[replicates];
    this.errors = new long[replicates * models];
    this.losses = new long[replicates * models];
    this.briers = new long[replicates * models];
  }

  /**
   * Adds an example.
   *
   * @param key of it, see {@link org.polyak.augment.random.ImageKeys}
   * @param wrong {@code [model]}
   * @param loss {@code [model]}, minus the logarithm of the true class's probability
   * @param brier {@code [model]}
   */
  public void add(long key, boolean[] wrong, double[] loss, double[] brier) {
    long[] lossUnits = new long[models];
    long[] brierUnits = new long[models];
    for (int m = 0; m < models; m++) {
      lossUnits[m] = FixedPointSum.units(loss[m]);
      brierUnits[m] = FixedPointSum.units(brier[m]);
    }
    if (stream == null) {
      stream = new RandomStream();
    }
    stream.restart(seed, 0, key, INDEX);
    for (int r = 0; r < replicates; r++) {
      int times = times(stream.nextInt());
      if (times == 0) {
        continue;
      }
      examples[r] += times;
      int at = r * models;
      for (int m = 0; m < models; m++) {
        errors[at + m] += wrong[m] ? times : 0;
        losses[at + m] = Math.addExact(losses[at + m], times * lossUnits[m]);
        briers[at + m] = Math.addExact(briers[at + m], times * brierUnits[m]);
      }
    }
  }

  /** Takes in what another one of the same seed and sizes has seen. */
  public void merge(Bootstrap other) {
    for (int r = 0; r < replicates; r++) {
      examples[r] += other.examples[r];
    }
    for (int i = 0; i < errors.length; i++) {
      errors[i] += other.errors[i];
      losses[i] = Math.addExact(losses[i], other.losses[i]);
      briers[i] = Math.addExact(briers[i], other.briers[i]);
    }
  }

  /** The 95 % interval of a measure: from the 2.5th to the 97.5th percentile of the replicates. */
  public Interval interval(int model, Measure measure) {
    return percentiles(values(model, measure));
  }

  /** The 95 % interval of a measure of the first model minus that of the second, paired. */
  public Interval difference(int first, int second, Measure measure) {
    double[] values = values(first, measure);
    double[] others = values(second, measure);
    for (int i = 0; i < values.length; i++) {
      values[i] -= others[i];
    }
    return percentiles(values);
  }

  /** A measure of each replicate; those that drew no example are left out. */
  double[] values(int model, Measure measure) {
    double[] values = new double[replicates];
    int count = 0;
    for (int r = 0; r < replicates; r++) {
      if (examples[r] > 0) {
        int at = r * models + model;
        double sum =
            switch (measure) {
              case TOP1_ERROR -> errors[at];
              case NEGATIVE_LOG_LIKELIHOOD -> FixedPointSum.value(losses[at]);
              case BRIER_SCORE -> FixedPointSum.value(briers[at]);
            };
        values[count++] = sum / examples[r];
      }
    }
    return Arrays.copyOf(values, count);
  }

  private static Interval percentiles(double[] values) {
    if (values.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    Arrays.sort(values);
    return new Interval(quantile(values, 0.025), quantile(values, 0.975));
  }

  /** Between the neighbours, in proportion: the seventh definition of Hyndman and Fan, 1996. */
  static double quantile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  /** How often an example counts, of 32 random bits. */
  static int times(int bits) {
    long word = bits & 0xFFFFFFFFL;
    int times = 0;
    while (times < POISSON.length && word >= POISSON[times]) {
      times++;
    }
    return times;
  }

  private static long[] poisson() {
    long[] bounds = new long[12];
    double probability = StrictMath.exp(-1);
    double sum = 0;
    for (int k = 0; k < bounds.length; k++) {
      sum += probability;
      bounds[k] = Math.round(sum * 0x1p32);
      probability /= k + 1;
    }
    return bounds;
  }
}
