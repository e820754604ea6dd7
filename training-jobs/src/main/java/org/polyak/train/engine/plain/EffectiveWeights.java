package org.polyak.train.engine.plain;

import org.polyak.augment.random.RandomStream;

/**
 * The weights that a layer multiplies by, made of those that it learns: under weight normalisation
 * g v / |v| for each output, and with DropConnect some left out.
 */
final class EffectiveWeights {

  private final int rows;
  private final int outputs;
  private final boolean bias;
  private final boolean weightNorm;
  private final double dropConnect;
  private double[] weights;
  private double[] factors;
  private double[] norms;

  /**
   * @param rows inputs of an output
   * @param bias whether biases come between weights and lengths
   */
  EffectiveWeights(int rows, int outputs, boolean bias, boolean weightNorm, double dropConnect) {
    this.rows = rows;
    this.outputs = outputs;
    this.bias = bias;
    this.weightNorm = weightNorm;
    this.dropConnect = dropConnect;
  }

  /** {@code [rows][outputs]}; not to be modified. */
  double[] of(Call call) {
    boolean drops = dropConnect > 0 && call.phase().draws();
    weights = call.parameters();
    norms = null;
    factors = null;
    if (weightNorm) {
      normalise(call.parameters());
    }
    if (drops) {
      drop(call.random());
    }
    return weights;
  }

  /** Where biases start among the parameters. */
  int biasOffset() {
    return rows * outputs;
  }

  private int lengthOffset() {
    return rows * outputs + (bias ? outputs : 0);
  }

  private void normalise(double[] parameters) {
    norms = new double[outputs];
    for (int i = 0; i < rows * outputs; i++) {
      norms[i % outputs] += parameters[i] * parameters[i];
    }
    for (int f = 0; f < outputs; f++) {
      norms[f] = Math.sqrt(norms[f]);
    }
    weights = new double[rows * outputs];
    for (int i = 0; i < weights.length; i++) {
      int f = i % outputs;
      weights[i] = parameters[lengthOffset() + f] * parameters[i] / norms[f];
    }
  }

  private void drop(RandomStream random) {
    double[] kept = new double[rows * outputs];
    factors = new double[rows * outputs];
    for (int i = 0; i < kept.length; i++) {
      factors[i] = random.nextFloat() < dropConnect ? 0 : 1 / (1 - dropConnect);
      kept[i] = weights[i] * factors[i];
    }
    weights = kept;
  }

  /**
   * Adds the derivatives by what is learned.
   *
   * @param byWeights by the effective weights; overwritten
   */
  void backward(Call call, double[] byWeights, double[] byParameters) {
    if (factors != null) {
      for (int i = 0; i < byWeights.length; i++) {
        byWeights[i] *= factors[i];
      }
    }
    double[] v = call.parameters();
    double[] along = new double[outputs];
    if (weightNorm) {
      for (int i = 0; i < byWeights.length; i++) {
        along[i % outputs] += byWeights[i] * v[i] / norms[i % outputs];
      }
      for (int f = 0; f < outputs; f++) {
        byParameters[lengthOffset() + f] += along[f];
      }
    }
    for (int i = 0; i < byWeights.length; i++) {
      int f = i % outputs;
      byParameters[i] +=
          weightNorm
              ? v[lengthOffset() + f] / norms[f] * (byWeights[i] - along[f] * v[i] / norms[f])
              : byWeights[i];
    }
  }
}
