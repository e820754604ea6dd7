package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Convolution;

/** {@link Convolution}, by loops over what each output sees. */
final class ConvolutionKernel implements Kernel {

  private final Convolution layer;
  private final Shape in;
  private final Shape out;
  private final int groupInputs;
  private final int groupFilters;
  private final EffectiveWeights effective;
  private double[] weights;

  ConvolutionKernel(Convolution layer, Shape in, Shape out) {
    this.layer = layer;
    this.in = in;
    this.out = out;
    this.groupInputs = in.channels() / layer.groups();
    this.groupFilters = layer.filters() / layer.groups();
    int rows = layer.kernel().height() * layer.kernel().width() * groupInputs;
    this.effective =
        new EffectiveWeights(rows, layer.filters(), layer.bias(), layer.weightNorm(), 0);
  }

  /** One input value and the weights that it meets at one output position. */
  @FunctionalInterface
  private interface Tap {
    /**
     * @param input index of the value
     * @param weight index of the first of {@code groupFilters} weights
     * @param output index of the first of as many outputs
     */
    void apply(int input, int weight, int output);
  }

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    double[] y = call.output();
    double[] p = call.parameters();
    weights = effective.of(call);
    for (int i = 0; i < y.length; i++) {
      y[i] = layer.bias() ? p[effective.biasOffset() + i % layer.filters()] : 0;
    }
    taps(
        call.size(),
        (input, weight, output) -> {
          double value = x[input];
          for (int f = 0; f < groupFilters; f++) {
            y[output + f] += value * weights[weight + f];
          }
        });
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] x = call.inputs()[0];
    double[] g = gradients.output();
    double[] byInput = gradients.input();
    double[] byWeights = new double[effective.biasOffset()];
    taps(
        call.size(),
        (input, weight, output) -> {
          double value = x[input];
          double sum = 0;
          for (int f = 0; f < groupFilters; f++) {
            byWeights[weight + f] += value * g[output + f];
            sum += weights[weight + f] * g[output + f];
          }
          if (byInput != null) {
            byInput[input] += sum;
          }
        });
    effective.backward(call, byWeights, gradients.parameters());
    if (layer.bias()) {
      for (int i = 0; i < g.length; i++) {
        gradients.parameters()[effective.biasOffset() + i % layer.filters()] += g[i];
      }
    }
  }

  private void taps(int size, Tap tap) {
    for (int i = 0; i < size; i++) {
      for (int r = 0; r < out.height(); r++) {
        for (int c = 0; c < out.width(); c++) {
          window(i, r, c, tap);
        }
      }
    }
  }

  private void window(int image, int r, int c, Tap tap) {
    int output = ((image * out.height() + r) * out.width() + c) * layer.filters();
    for (int kr = 0; kr < layer.kernel().height(); kr++) {
      int row =
          r * layer.stride().height() + kr * layer.dilation().height() - layer.padding().height();
      for (int kc = 0; kc < layer.kernel().width(); kc++) {
        int column =
            c * layer.stride().width() + kc * layer.dilation().width() - layer.padding().width();
        if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
          int input = ((image * in.height() + row) * in.width() + column) * in.channels();
          int weight = (kr * layer.kernel().width() + kc) * groupInputs * layer.filters();
          channels(input, weight, output, tap);
        }
      }
    }
  }

  private void channels(int input, int weight, int output, Tap tap) {
    for (int group = 0; group < layer.groups(); group++) {
      int firstFilter = group * groupFilters;
      for (int k = 0; k < groupInputs; k++) {
        tap.apply(
            input + group * groupInputs + k,
            weight + k * layer.filters() + firstFilter,
            output + firstFilter);
      }
    }
  }
}
