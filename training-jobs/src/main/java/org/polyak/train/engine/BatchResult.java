package org.polyak.train.engine;

/**
 * What one step saw.
 *
 * @param loss mean loss of the batch
 * @param correct images whose largest logit is at the largest target
 */
public record BatchResult(double loss, int correct) {}
