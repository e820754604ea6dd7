package org.polyak.train.engine.plain;

import org.polyak.train.network.layer.LocalResponseNorm;

/** {@link LocalResponseNorm}. */
final class LocalResponseNormKernel implements Kernel {

  private final LocalResponseNorm layer;
  private final int channels;

  LocalResponseNormKernel(LocalResponseNorm layer, int channels) {
    this.layer = layer;
    this.channels = channels;
  }

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      call.output()[i] = x[i] * StrictMath.pow(scale(x, i), -layer.beta());
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    if (gradients.input() == null) {
      return;
    }
    double[] x = call.inputs()[0];
    for (int i = 0; i < x.length; i++) {
      double scale = scale(x, i);
      double power = StrictMath.pow(scale, -layer.beta());
      double g = gradients.output()[i];
      gradients.input()[i] += g * power;
      double shared = -2 * layer.alpha() * layer.beta() * g * x[i] * power / scale;
      for (int j = first(i); j <= last(i); j++) {
        gradients.input()[j] += shared * x[j];
      }
    }
  }

  private double scale(double[] x, int i) {
    double sum = 0;
    for (int j = first(i); j <= last(i); j++) {
      sum += x[j] * x[j];
    }
    return layer.k() + layer.alpha() * sum;
  }

  private int first(int i) {
    return i - Math.min(layer.size() / 2, i % channels);
  }

  private int last(int i) {
    return i + Math.min(layer.size() / 2, channels - 1 - i % channels);
  }
}
