package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * A confidence interval.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) implements Serializable {

  /** The 0.975 quantile of the standard normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * Wilson's score interval of a proportion at 95 %, in [0, 1] (E. B. Wilson, Probable inference,
   * the law of succession, and statistical inference, JASA 22, 1927). Unlike the normal
   * approximation it stays inside [0, 1] and has a width even where no error was made.
   *
   * @param hits how often the event was seen, in [0, trials]
   * @param trials independent trials, at least 1
   */
  public static Interval wilson(long hits, long trials) {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException(hits + " hits of " + trials + " trials");
    }
    double n = trials;
    double p = hits / n;
    double z2 = Z * Z / n;
    double centre = (p + z2 / 2) / (1 + z2);
    double half = Z / (1 + z2) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n));
    return new Interval(
        hits == 0 ? 0 : Math.max(0, centre - half),
        hits == trials ? 1 : Math.min(1, centre + half));
  }
}
