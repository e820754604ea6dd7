package org.polyak.train.engine.plain;

/**
 * Derivatives of the loss in a pass backward.
 *
 * @param output by the node's output
 * @param inputs by its inputs: what the node contributes is added; null where it is not wanted
 * @param parameters by its parameters: what the node contributes is added
 */
public record Gradients(double[] output, double[][] inputs, double[] parameters) {

  /** That of the only or first input; null if it is not wanted. */
  double[] input() {
    return inputs[0];
  }
}
