package org.polyak.train.initialization;

import org.polyak.augment.random.RandomStream;
import org.polyak.train.network.Network.ParameterSlice;

/**
 * Orthogonal weights (Saxe et al., "Exact solutions to the nonlinear dynamics of learning in deep
 * linear neural networks", 2013): as a matrix of inputs by outputs, its columns are orthonormal, or
 * its rows if there are fewer of them. Gaussian vectors, made orthogonal by Gram and Schmidt's
 * procedure, applied twice to each against rounding.
 */
final class Orthogonal {

  private Orthogonal() {}

  static void fill(ParameterSlice weights, float[] vector, RandomStream random, double gain) {
    int inputs = weights.parameter().fanIn();
    int outputs = weights.parameter().size() / inputs;
    boolean columns = outputs <= inputs;
    double[][] basis = basis(Math.min(inputs, outputs), Math.max(inputs, outputs), random);
    for (int i = 0; i < inputs; i++) {
      for (int o = 0; o < outputs; o++) {
        double value = columns ? basis[o][i] : basis[i][o];
        vector[weights.offset() + i * outputs + o] = (float) (gain * value);
      }
    }
  }

  /** Orthonormal vectors, {@code [count][length]}, count at most length. */
  private static double[][] basis(int count, int length, RandomStream random) {
    double[][] basis = new double[count][length];
    for (int v = 0; v < count; v++) {
      double[] vector = basis[v];
      for (int i = 0; i < length; i++) {
        vector[i] = random.nextGaussian();
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < v; before++) {
          subtract(vector, basis[before]);
        }
        double scale = 1 / StrictMath.sqrt(dot(vector, vector));
        for (int i = 0; i < length; i++) {
          vector[i] *= scale;
        }
      }
    }
    return basis;
  }

  private static void subtract(double[] vector, double[] direction) {
    double part = dot(vector, direction);
    for (int i = 0; i < vector.length; i++) {
      vector[i] -= part * direction[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
