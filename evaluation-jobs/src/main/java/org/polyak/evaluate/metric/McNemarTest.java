package org.polyak.evaluate.metric;

import java.io.Serializable;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;

/**
 * Whether two models that judged the same examples have different error rates (Q. McNemar, Note on
 * the sampling error of the difference between correlated proportions or percentages, Psychometrika
 * 12, 1947). Only examples on which one is right and the other wrong say anything.
 *
 * @param onlyFirst examples that the first one alone got right
 * @param onlySecond examples that the second one alone got right
 * @param exact two-sided p of the binomial distribution: how likely so uneven a division is if each
 *     of these examples could as well have gone to the other
 * @param corrected p of {@code (|b - c| - 1)^2 / (b + c)} in the chi-squared distribution of one
 *     degree of freedom (A. L. Edwards, 1948); 1 if b and c are equal
 */
public record McNemarTest(long onlyFirst, long onlySecond, double exact, double corrected)
    implements Serializable {

  /** The test of two counts, at most 2^31 - 1 together. */
  public static McNemarTest of(long onlyFirst, long onlySecond) {
    long both = onlyFirst + onlySecond;
    if (onlyFirst == onlySecond) {
      return new McNemarTest(onlyFirst, onlySecond, 1, 1);
    }
    double tail =
        new BinomialDistribution(null, Math.toIntExact(both), 0.5)
            .cumulativeProbability(Math.toIntExact(Math.min(onlyFirst, onlySecond)));
    double distance = Math.abs(onlyFirst - onlySecond) - 1.0;
    double chi = distance * distance / both;
    return new McNemarTest(
        onlyFirst,
        onlySecond,
        Math.min(1, 2 * tail),
        1 - new ChiSquaredDistribution(null, 1).cumulativeProbability(chi));
  }
}
