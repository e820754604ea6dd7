package org.polyak.train.engine.nd4j;

import java.util.Collections;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Selu;
import org.polyak.train.network.layer.Swish;

/**
 * A function of each value. Derivatives are put together of the fast element-wise operations;
 * libnd4j's {@code relu_bp} and its kind take many times as long on processors.
 */
final class ActivationLayer implements NativeLayer {

  private final Workshop workshop;
  private final Function function;
  private final INDArray input;
  private final INDArray output;

  /** A function and its derivative. */
  private interface Function {

    /** Sets y to the function of x. */
    void apply(INDArray x, INDArray y);

    /**
     * Multiplies a gradient by the derivative.
     *
     * @param spare two arrays to work in
     */
    void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare);
  }

  ActivationLayer(Workshop workshop, Activation layer, INDArray input) {
    this.workshop = workshop;
    this.function = function(layer);
    this.input = input;
    this.output = workshop.pool().take(input.shape());
  }

  /** Whether it computes a layer. */
  static boolean has(Layer layer) {
    return layer instanceof Activation activation && function(activation) != null;
  }

  /** Null if there is none. */
  private static Function function(Activation layer) {
    if (layer instanceof Relu) {
      return new Rectifier(0);
    } else if (layer instanceof LeakyRelu a) {
      return new Rectifier(a.slope());
    } else if (layer instanceof org.polyak.train.network.layer.Tanh) {
      return new HyperbolicTangent();
    } else if (layer instanceof org.polyak.train.network.layer.Sigmoid) {
      return new Logistic();
    } else if (layer instanceof Elu a) {
      return new Exponential(1, a.alpha());
    } else if (layer instanceof Selu) {
      return new Exponential(Selu.LAMBDA, Selu.ALPHA);
    } else if (layer instanceof Gelu) {
      return new Gaussian();
    }
    return layer instanceof Swish a ? new Gated(a.beta()) : null;
  }

  @Override
  public INDArray output() {
    return output;
  }

  @Override
  public void forward(Pass pass) {
    function.apply(input, output);
  }

  @Override
  public Backward backward(INDArray gradient, List<Boolean> wanted) {
    if (!wanted.get(0)) {
      return new Backward(() -> {}, Collections.singletonList(null));
    }
    List<INDArray> spare =
        List.of(workshop.pool().take(input.shape()), workshop.pool().take(input.shape()));
    spare.forEach(workshop.pool()::giveBack);
    return new Backward(() -> function.back(input, output, gradient, spare), List.of(gradient));
  }

  /** 1 where x is above 0, else 0. */
  private static void step(INDArray x, INDArray result) {
    Nd4j.getExecutioner().exec(new Step(x, result, 0.0));
  }

  /** x above 0, slope x below. */
  private record Rectifier(double slope) implements Function {

    @Override
    public void apply(INDArray x, INDArray y) {
      if (slope == 0) {
        ArrayOperations.custom("relu", List.of(x), List.of(y), new long[0], 0).run();
      } else {
        derivative(x, y);
        y.muli(x);
      }
    }

    @Override
    public void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare) {
      INDArray derivative = spare.get(0);
      derivative(x, derivative);
      gradient.muli(derivative);
    }

    private void derivative(INDArray x, INDArray result) {
      step(x, result);
      if (slope != 0) {
        result.muli(1 - slope).addi(slope);
      }
    }
  }

  private record HyperbolicTangent() implements Function {

    @Override
    public void apply(INDArray x, INDArray y) {
      Nd4j.getExecutioner().exec(new Tanh(x, y));
    }

    @Override
    public void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare) {
      INDArray derivative = spare.get(0);
      y.muli(y, derivative);
      gradient.muli(derivative.rsubi(1));
    }
  }

  private record Logistic() implements Function {

    @Override
    public void apply(INDArray x, INDArray y) {
      Nd4j.getExecutioner().exec(new Sigmoid(x, y));
    }

    @Override
    public void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare) {
      INDArray derivative = spare.get(0);
      y.rsubi(1, derivative);
      gradient.muli(derivative.muli(y));
    }
  }

  /** lambda x above 0, lambda alpha (exp(x) - 1) below. */
  private record Exponential(double lambda, double alpha) implements Function {

    @Override
    public void apply(INDArray x, INDArray y) {
      ArrayOperations.custom("elu", List.of(x), List.of(y), new long[0], alpha).run();
      if (lambda != 1) {
        y.muli(lambda);
      }
    }

    @Override
    public void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare) {
      // lambda above 0, y + lambda alpha below.
      INDArray derivative = spare.get(0);
      INDArray above = spare.get(1);
      Nd4j.getExecutioner().exec(new ScalarMin(y, null, derivative, 0));
      step(x, above);
      derivative.addi(lambda * alpha).addi(above.muli(lambda - lambda * alpha));
      gradient.muli(derivative);
    }
  }

  /** x times the normal distribution function of x. */
  private record Gaussian() implements Function {

    private static final double DENSITY = 1 / Math.sqrt(2 * Math.PI);

    /** The distribution function. */
    private static void distribution(INDArray x, INDArray result) {
      x.muli(Math.sqrt(0.5), result);
      Nd4j.getExecutioner().exec(new Erf(result, result));
      result.addi(1).muli(0.5);
    }

    @Override
    public void apply(INDArray x, INDArray y) {
      distribution(x, y);
      y.muli(x);
    }

    @Override
    public void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare) {
      INDArray derivative = spare.get(0);
      INDArray density = spare.get(1);
      distribution(x, derivative);
      x.muli(x, density);
      Nd4j.getExecutioner().exec(new Exp(density.muli(-0.5), density));
      derivative.addi(density.muli(DENSITY).muli(x));
      gradient.muli(derivative);
    }
  }

  /** x sigmoid(beta x). */
  private record Gated(double beta) implements Function {

    private void gate(INDArray x, INDArray result) {
      x.muli(beta, result);
      Nd4j.getExecutioner().exec(new Sigmoid(result, result));
    }

    @Override
    public void apply(INDArray x, INDArray y) {
      gate(x, y);
      y.muli(x);
    }

    @Override
    public void back(INDArray x, INDArray y, INDArray gradient, List<INDArray> spare) {
      // s + beta y (1 - s)
      INDArray derivative = spare.get(0);
      INDArray rest = spare.get(1);
      gate(x, derivative);
      derivative.rsubi(1, rest);
      derivative.addi(rest.muli(y).muli(beta));
      gradient.muli(derivative);
    }
  }
}
