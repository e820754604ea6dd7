package org.polyak.train.engine.plain;

import org.polyak.train.network.Shape;

/**
 * Normalisation of each image by the statistics of a group of its channels: group, layer and
 * instance normalisation.
 */
final class GroupNormKernel implements Kernel {

  private final Shape map;
  private final int group;
  private final double epsilon;

  /**
   * @param map shape of an image
   * @param groups number of groups of channels
   */
  GroupNormKernel(Shape map, int groups, double epsilon) {
    this.map = map;
    this.group = map.channels() / groups;
    this.epsilon = epsilon;
  }

  /** Mean and 1 / sqrt(variance + epsilon) of a group of an image. */
  private record Moments(double mean, double factor) {}

  @Override
  public void forward(Call call) {
    double[] x = call.inputs()[0];
    int channels = map.channels();
    for (int image = 0; image < call.size(); image++) {
      for (int first = 0; first < channels; first += group) {
        Moments moments = moments(x, image, first);
        for (int at = image * map.size(); at < (image + 1) * map.size(); at += channels) {
          for (int c = first; c < first + group; c++) {
            call.output()[at + c] =
                call.parameters()[c] * (x[at + c] - moments.mean) * moments.factor
                    + call.parameters()[channels + c];
          }
        }
      }
    }
  }

  private Moments moments(double[] x, int image, int first) {
    double count = (double) map.size() / map.channels() * group;
    double sum = 0;
    for (int at = image * map.size(); at < (image + 1) * map.size(); at += map.channels()) {
      for (int c = first; c < first + group; c++) {
        sum += x[at + c];
      }
    }
    double mean = sum / count;
    double squares = 0;
    for (int at = image * map.size(); at < (image + 1) * map.size(); at += map.channels()) {
      for (int c = first; c < first + group; c++) {
        squares += (x[at + c] - mean) * (x[at + c] - mean);
      }
    }
    return new Moments(mean, 1 / Math.sqrt(squares / count + epsilon));
  }

  @Override
  public void backward(Call call, Gradients gradients) {
    for (int image = 0; image < call.size(); image++) {
      for (int first = 0; first < map.channels(); first += group) {
        backward(call, gradients, image, first);
      }
    }
  }

  private void backward(Call call, Gradients gradients, int image, int first) {
    double[] x = call.inputs()[0];
    double[] g = gradients.output();
    int channels = map.channels();
    Moments moments = moments(x, image, first);
    double sum = 0;
    double along = 0;
    for (int at = image * map.size(); at < (image + 1) * map.size(); at += channels) {
      for (int c = first; c < first + group; c++) {
        double normalised = (x[at + c] - moments.mean) * moments.factor;
        gradients.parameters()[c] += g[at + c] * normalised;
        gradients.parameters()[channels + c] += g[at + c];
        sum += call.parameters()[c] * g[at + c];
        along += call.parameters()[c] * g[at + c] * normalised;
      }
    }
    if (gradients.input() == null) {
      return;
    }
    double count = (double) map.size() / channels * group;
    for (int at = image * map.size(); at < (image + 1) * map.size(); at += channels) {
      for (int c = first; c < first + group; c++) {
        double normalised = (x[at + c] - moments.mean) * moments.factor;
        gradients.input()[at + c] +=
            moments.factor
                * (call.parameters()[c] * g[at + c] - sum / count - normalised * along / count);
      }
    }
  }
}
