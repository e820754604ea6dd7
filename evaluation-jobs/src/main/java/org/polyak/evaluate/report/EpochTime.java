package org.polyak.evaluate.report;

import java.util.Map;

/**
 * Where the time of an epoch went.
 *
 * @param epoch from 1
 * @param seconds by phase, in the order to show
 */
public record EpochTime(int epoch, Map<String, Double> seconds) {}
