package org.polyak.train.engine.plain;

import org.apache.commons.math3.special.Erf;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.Maxout;
import org.polyak.train.network.layer.Prelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Selu;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.Swish;
import org.polyak.train.network.layer.Tanh;

/** The activations; functions are those of {@link StrictMath}, equal on every machine. */
final class ActivationKernels {

  private static final double NORMAL_DENSITY = 1 / StrictMath.sqrt(2 * StrictMath.PI);

  private ActivationKernels() {}

  static Kernel of(Activation activation, Shape input) {
    if (activation instanceof Relu) {
      return rectifier(0);
    } else if (activation instanceof LeakyRelu a) {
      return rectifier(a.slope());
    } else if (activation instanceof Tanh) {
      return new Elementwise(StrictMath::tanh, (x, y) -> 1 - y * y);
    } else if (activation instanceof Sigmoid) {
      return new Elementwise(ActivationKernels::sigmoid, (x, y) -> y * (1 - y));
    } else if (activation instanceof Elu a) {
      return exponential(1, a.alpha());
    } else if (activation instanceof Selu) {
      return exponential(Selu.LAMBDA, Selu.ALPHA);
    } else if (activation instanceof Gelu) {
      return new Elementwise(
          x -> x * normal(x),
          (x, y) -> normal(x) + x * NORMAL_DENSITY * StrictMath.exp(-x * x / 2));
    } else if (activation instanceof Swish a) {
      return new Elementwise(
          x -> x * sigmoid(a.beta() * x),
          (x, y) -> {
            double s = sigmoid(a.beta() * x);
            return s + a.beta() * x * s * (1 - s);
          });
    } else if (activation instanceof Maxout a) {
      return new MaxoutKernel(a.pieces(), input.channels() / a.pieces());
    } else if (activation instanceof Prelu) {
      return new PreluKernel(input.channels());
    }
    throw new IllegalArgumentException("No kernel for " + activation);
  }

  /** 1 / (1 + exp(-x)), without overflow. */
  static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + StrictMath.exp(-x));
    }
    double e = StrictMath.exp(x);
    return e / (1 + e);
  }

  private static Kernel rectifier(double slope) {
    return new Elementwise(x -> x > 0 ? x : slope * x, (x, y) -> x > 0 ? 1 : slope);
  }

  private static Kernel exponential(double lambda, double alpha) {
    return new Elementwise(
        x -> x > 0 ? lambda * x : lambda * alpha * StrictMath.expm1(x),
        (x, y) -> x > 0 ? lambda : y + lambda * alpha);
  }

  /** The normal distribution function. */
  private static double normal(double x) {
    return Erf.erfc(-x / StrictMath.sqrt(2)) / 2;
  }
}
