package org.polyak.train.network.layer;

/**
 * What a layer measures of each batch and keeps a running average of.
 *
 * @param channels channels that have a mean
 * @param groupSize channels whose covariances are kept together; 1 for variances alone
 * @param momentum weight of the old running statistic when a batch is taken in, 0 to 1
 */
public record Statistics(int channels, int groupSize, double momentum) {}
