package org.polyak.train.engine.plain;

import java.util.Arrays;
import java.util.List;
import org.polyak.pipeline.statistics.SymmetricEigen;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;

/**
 * {@link DecorrelatedBatchNorm}. With eigenvalues l of Sigma + epsilon I, the derivative of its
 * power -1/2 is, in the basis of the eigenvectors, a product value by value with -1 / (sqrt l_i
 * sqrt l_j (sqrt l_i + sqrt l_j)), which equal eigenvalues do not disturb.
 */
final class DecorrelatedBatchNormKernel implements Kernel {

  private final int channels;
  private final int group;
  private final double epsilon;
  private final double[][][] whitening;
  private final SymmetricEigen[] eigen;

  DecorrelatedBatchNormKernel(DecorrelatedBatchNorm layer, int channels) {
    this.channels = channels;
    this.group = layer.groupSize();
    this.epsilon = layer.epsilon();
    this.whitening = new double[channels / group][][];
    this.eigen = new SymmetricEigen[channels / group];
  }

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    double[] s = call.statistics();
    if (call.phase().batchStatistics()) {
      measure(x, s);
    }
    for (int g = 0; g < whitening.length; g++) {
      decompose(s, g);
    }
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      call.output()[i] = call.parameters()[c] * whitened(call, i) + call.parameters()[channels + c];
    }
  }

  private void measure(double[] x, double[] s) {
    Arrays.fill(s, 0);
    double count = (double) x.length / channels;
    for (int i = 0; i < x.length; i++) {
      s[i % channels] += x[i] / count;
    }
    for (int i = 0; i < x.length; i++) {
      int c = i % channels;
      int first = c / group * group;
      for (int k = 0; k < group; k++) {
        double partner = x[i - c + first + k] - s[first + k];
        s[channels + c * group + k] += (x[i] - s[c]) * partner / count;
      }
    }
  }

  private void decompose(double[] s, int g) {
    double[][] sigma = new double[group][group];
    for (int a = 0; a < group; a++) {
      for (int b = 0; b < group; b++) {
        sigma[a][b] = s[channels + (g * group + a) * group + b];
      }
      sigma[a][a] += epsilon;
    }
    eigen[g] = SymmetricEigen.of(sigma);
    whitening[g] = new double[group][group];
    for (int k = 0; k < group; k++) {
      List<Double> vector = eigen[g].vectors().get(k);
      double power = 1 / Math.sqrt(eigen[g].values().get(k));
      for (int a = 0; a < group; a++) {
        for (int b = 0; b < group; b++) {
          whitening[g][a][b] += power * vector.get(a) * vector.get(b);
        }
      }
    }
  }

  /** A value of (Sigma + epsilon I)^(-1/2) (x - mean). */
  private double whitened(Call call, int i) {
    int c = i % channels;
    int g = c / group;
    double sum = 0;
    for (int k = 0; k < group; k++) {
      sum += whitening[g][c % group][k] * centred(call, i - c, g * group + k);
    }
    return sum;
  }

  private static double centred(Call call, int position, int channel) {
    return call.inputs()[0][position + channel] - call.statistics()[channel];
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    double[] byWhitened = new double[gradients.output().length];
    for (int i = 0; i < byWhitened.length; i++) {
      int c = i % channels;
      double g = gradients.output()[i];
      gradients.parameters()[c] += g * whitened(call, i);
      gradients.parameters()[channels + c] += g;
      byWhitened[i] = g * call.parameters()[c];
    }
    if (gradients.input() != null) {
      double[] byCentred = new double[byWhitened.length];
      for (int g = 0; g < whitening.length; g++) {
        double[][] bySigma =
            call.phase().batchStatistics()
                ? bySigma(g, byWhitening(call, g, byWhitened))
                : new double[group][group];
        addCentred(call, g, bySigma, byWhitened, byCentred);
      }
      addInput(call, byCentred, gradients.input());
    }
  }

  private double[][] byWhitening(Call call, int g, double[] byWhitened) {
    double[][] sum = new double[group][group];
    for (int position = 0; position < byWhitened.length; position += channels) {
      for (int a = 0; a < group; a++) {
        double by = byWhitened[position + g * group + a];
        for (int b = 0; b < group; b++) {
          // The matrix is symmetric, so half of the derivative belongs to each of its two places.
          double half = by * centred(call, position, g * group + b) / 2;
          sum[a][b] += half;
          sum[b][a] += half;
        }
      }
    }
    return sum;
  }

  private double[][] bySigma(int g, double[][] byWhitening) {
    List<List<Double>> vectors = eigen[g].vectors();
    double[][] result = new double[group][group];
    for (int k = 0; k < group; k++) {
      for (int l = 0; l < group; l++) {
        double rootK = Math.sqrt(eigen[g].values().get(k));
        double rootL = Math.sqrt(eigen[g].values().get(l));
        double inBasis = 0;
        for (int a = 0; a < group; a++) {
          for (int b = 0; b < group; b++) {
            inBasis += vectors.get(k).get(a) * byWhitening[a][b] * vectors.get(l).get(b);
          }
        }
        double scaled = -inBasis / (rootK * rootL * (rootK + rootL));
        for (int a = 0; a < group; a++) {
          for (int b = 0; b < group; b++) {
            result[a][b] += vectors.get(k).get(a) * scaled * vectors.get(l).get(b);
          }
        }
      }
    }
    return result;
  }

  private void addCentred(
      Call call, int g, double[][] bySigma, double[] byWhitened, double[] byCentred) {
    double count = (double) byWhitened.length / channels;
    for (int position = 0; position < byWhitened.length; position += channels) {
      for (int a = 0; a < group; a++) {
        double sum = 0;
        for (int b = 0; b < group; b++) {
          sum += whitening[g][a][b] * byWhitened[position + g * group + b];
          sum += 2 / count * bySigma[a][b] * centred(call, position, g * group + b);
        }
        byCentred[position + g * group + a] += sum;
      }
    }
  }

  private void addInput(Call call, double[] byCentred, double[] byInput) {
    double[] means = new double[channels];
    if (call.phase().batchStatistics()) {
      double count = (double) byCentred.length / channels;
      for (int i = 0; i < byCentred.length; i++) {
        means[i % channels] += byCentred[i] / count;
      }
    }
    for (int i = 0; i < byCentred.length; i++) {
      byInput[i] += byCentred[i] - means[i % channels];
    }
  }
}
