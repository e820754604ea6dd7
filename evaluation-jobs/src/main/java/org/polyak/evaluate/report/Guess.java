package org.polyak.evaluate.report;

/**
 * A class and its probability.
 *
 * @param label class index
 * @param probability in [0, 1]
 */
public record Guess(int label, double probability) {}
