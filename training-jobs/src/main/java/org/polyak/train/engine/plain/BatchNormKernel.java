package org.polyak.train.engine.plain;

import java.util.Arrays;

/** {@link org.polyak.train.network.layer.BatchNorm}. */
final class BatchNormKernel implements Kernel {

  private final int channels;
  private final double epsilon;
  private final double[] factors;

  BatchNormKernel(int channels, double epsilon) {
    this.channels = channels;
    this.epsilon = epsilon;
    this.factors = new double[channels];
  }

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    double[] s = call.statistics();
    if (call.phase().batchStatistics()) {
      measure(x, s);
    }
    for (int c = 0; c < channels; c++) {
      factors[c] = 1 / Math.sqrt(s[channels + c] + epsilon);
    }
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      call.output()[i] =
          call.parameters()[c] * (x[i] - s[c]) * factors[c] + call.parameters()[channels + c];
    }
  }

  private void measure(double[] x, double[] s) {
    Arrays.fill(s, 0);
    double count = (double) x.length / channels;
    for (int i = 0; i < x.length; i++) {
      s[i % channels] += x[i];
    }
    for (int c = 0; c < channels; c++) {
      s[c] /= count;
    }
    for (int i = 0; i < x.length; i++) {
      double distance = x[i] - s[i % channels];
      s[channels + i % channels] += distance * distance;
    }
    for (int c = 0; c < channels; c++) {
      s[channels + c] /= count;
    }
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] x = call.inputs()[0];
    double[] g = gradients.output();
    double[] byGamma = new double[channels];
    double[] byBeta = new double[channels];
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      byGamma[c] += g[i] * normalised(call, i);
      byBeta[c] += g[i];
    }
    for (int c = 0; c < channels; c++) {
      gradients.parameters()[c] += byGamma[c];
      gradients.parameters()[channels + c] += byBeta[c];
    }
    if (gradients.input() == null) {
      return;
    }
    double count = (double) x.length / channels;
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      double through =
          call.phase().batchStatistics()
              ? g[i] - byBeta[c] / count - normalised(call, i) * byGamma[c] / count
              : g[i];
      gradients.input()[i] += call.parameters()[c] * factors[c] * through;
    }
  }

  private double normalised(Call call, int i) {
    int c = i % channels;
    return (call.inputs()[0][i] - call.statistics()[c]) * factors[c];
  }
}
