package org.polyak.train.reduction;

import java.io.Serializable;

/**
 * What one replica adds to an average, inside the task that made it; only encoded parts of it leave
 * the process.
 *
 * @param replica its number
 * @param weight its part in the average; with 0 its vectors do not count
 * @param vectors what is averaged; all replicas have the same number and lengths
 * @param base what the vectors started from, as many; not read when numbers travel in 32 bits
 * @param note what goes to the driver as it is
 */
public record Contribution<T extends Serializable>(
    int replica, long weight, float[][] vectors, float[][] base, T note) {}
