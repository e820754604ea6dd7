package org.polyak.train.engine;

/**
 * What one step saw.
 *
 * @param loss mean cross entropy of the batch in nats
 * @param correct images whose largest logit is at the largest target
 */
public record BatchResult(double loss, int correct) {}
