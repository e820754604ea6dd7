package org.polyak.train.initialization;

import java.util.Arrays;
import java.util.List;
import org.polyak.augment.random.RandomStream;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Initialization.WeightRule;
import org.polyak.train.network.Network.ParameterSlice;

/** The rules that look at one array of weights alone. */
final class WeightRules {

  private WeightRules() {}

  static WeightRule of(InitializationConfig config) {
    return switch (config.weights()) {
      case ZERO -> constant(0);
      case CONSTANT -> constant((float) config.value());
      case GAUSSIAN ->
          (weights, vector, random) ->
              Initialization.normal(weights, vector, random, config.deviation());
      case XAVIER -> scaled(config.uniform(), weights -> 1.0 / weights.parameter().fanIn());
      case GLOROT ->
          scaled(
              config.uniform(), weights -> 2.0 / (weights.parameter().fanIn() + fanOut(weights)));
      case HE, FIXUP -> scaled(config.uniform(), weights -> 2.0 / weights.parameter().fanIn());
      case SPARSE ->
          (weights, vector, random) ->
              sparse(weights, vector, random, config.connections(), config.deviation());
      case ORTHOGONAL, LSUV ->
          (weights, vector, random) -> Orthogonal.fill(weights, vector, random, config.gain());
    };
  }

  private static WeightRule constant(float value) {
    return (weights, vector, random) ->
        Arrays.fill(vector, weights.offset(), weights.offset() + weights.parameter().size(), value);
  }

  /** The variance that a rule gives an array. */
  private interface Variance {
    double of(ParameterSlice weights);
  }

  private static WeightRule scaled(boolean uniform, Variance variance) {
    return (weights, vector, random) -> {
      double deviation = StrictMath.sqrt(variance.of(weights));
      if (uniform) {
        uniform(weights, vector, random, StrictMath.sqrt(3) * deviation);
      } else {
        Initialization.normal(weights, vector, random, deviation);
      }
    };
  }

  private static void uniform(
      ParameterSlice weights, float[] vector, RandomStream random, double limit) {
    int end = weights.offset() + weights.parameter().size();
    for (int i = weights.offset(); i < end; i++) {
      vector[i] = (float) ((2 * random.nextDouble() - 1) * limit);
    }
  }

  /** Number of outputs that one input has a part in: kernel positions times outputs. */
  private static int fanOut(ParameterSlice weights) {
    List<Integer> shape = weights.parameter().shape();
    return weights.parameter().size() / shape.get(shape.size() - 2);
  }

  /** As many connections a unit as asked for, different ones, at random. */
  private static void sparse(
      ParameterSlice weights,
      float[] vector,
      RandomStream random,
      int connections,
      double deviation) {
    int inputs = weights.parameter().fanIn();
    int outputs = weights.parameter().size() / inputs;
    int[] order = new int[inputs];
    for (int i = 0; i < inputs; i++) {
      order[i] = i;
    }
    for (int output = 0; output < outputs; output++) {
      for (int i = 0; i < Math.min(connections, inputs); i++) {
        int other = i + random.nextInt(inputs - i);
        int input = order[other];
        order[other] = order[i];
        order[i] = input;
        vector[weights.offset() + input * outputs + output] =
            (float) (random.nextGaussian() * deviation);
      }
    }
  }
}
