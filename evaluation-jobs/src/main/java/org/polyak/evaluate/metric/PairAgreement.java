package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * How alike two models are; an ensemble gains by members that are not (L. I. Kuncheva and C. J.
 * Whitaker, Measures of diversity in classifier ensembles, Machine Learning 51, 2003).
 *
 * @param first index of a model
 * @param second index of another one
 * @param disagreement part of the examples that they take for different classes
 * @param errorCorrelation correlation of "is wrong" over the examples (the phi coefficient); NaN if
 *     one of them is always or never wrong
 * @param probabilityCorrelation Pearson's correlation of the probability of the true class; NaN if
 *     one of them does not vary
 */
public record PairAgreement(
    int first,
    int second,
    double disagreement,
    double errorCorrelation,
    double probabilityCorrelation)
    implements Serializable {}
