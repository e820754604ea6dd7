package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * A model against another one on the same examples.
 *
 * @param mcNemar test of the two error rates; this model first
 * @param errorDifference this top-1 error minus the other: 95 % interval by the paired bootstrap
 * @param lossDifference this negative log likelihood minus the other, in nats: the same interval
 */
public record Comparison(McNemarTest mcNemar, Interval errorDifference, Interval lossDifference)
    implements Serializable {}
