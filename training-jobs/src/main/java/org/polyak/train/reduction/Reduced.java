package org.polyak.train.reduction;

import java.util.List;

/**
 * An average.
 *
 * @param means the weighted means of the vectors
 * @param notes of all replicas, in their order
 */
public record Reduced<T>(float[][] means, List<T> notes) {}
