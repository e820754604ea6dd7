package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * One class taken for another.
 *
 * @param trueLabel the class of the examples
 * @param predictedLabel the class they were taken for, another one
 * @param count how many, at least 1
 */
public record Confusion(int trueLabel, int predictedLabel, long count) implements Serializable {}
