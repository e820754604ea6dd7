package org.polyak.evaluate.average;

import java.io.Serializable;

/**
 * A snapshot in a weighted mean.
 *
 * @param folder of the run's snapshots
 * @param epoch of the snapshot
 * @param weight of its parameters, 0 or more
 */
public record SnapshotSource(String folder, int epoch, double weight) implements Serializable {}
