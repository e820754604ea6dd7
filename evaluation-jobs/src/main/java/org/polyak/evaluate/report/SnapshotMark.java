package org.polyak.evaluate.report;

/**
 * Where a snapshot was taken.
 *
 * @param epoch epochs done by then
 * @param name of the snapshot
 */
public record SnapshotMark(double epoch, String name) {}
