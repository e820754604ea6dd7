package org.polyak.train.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.AveragePool;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.GlobalAveragePool;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.MaxPool;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.SubsamplePad;
import org.polyak.train.network.layer.Tanh;

/**
 * Networks in plain double precision, written to be obviously right and nothing else: only a pass
 * forward. Gradients are centred differences of its loss. Everything is indexed {@code
 * [image][row][column][channel]}.
 */
public final class ReferenceEngine {

  private final Network network;
  private final Map<String, double[]> batchStatistics = new HashMap<>();

  public ReferenceEngine(Network network) {
    this.network = network;
  }

  /** Mean softmax cross entropy in training mode. */
  public double loss(double[] parameters, int size, double[] images, float[] targets) {
    double[] logits = logits(parameters, null, size, images);
    int classes = network.classes();
    double loss = 0;
    for (int i = 0; i < size; i++) {
      double sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += Math.exp(logits[i * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        loss -= targets[i * classes + c] * (logits[i * classes + c] - Math.log(sum));
      }
    }
    return loss / size;
  }

  /** The derivative of the loss by one parameter, by centred differences. */
  public double derivative(
      double[] parameters, int index, int size, double[] images, float[] targets) {
    double h = 1e-5;
    double[] moved = parameters.clone();
    moved[index] = parameters[index] + h;
    double above = loss(moved, size, images, targets);
    moved[index] = parameters[index] - h;
    double below = loss(moved, size, images, targets);
    return (above - below) / (2 * h);
  }

  /** Batch statistics of the last pass in training mode, in the network's layout. */
  public double[] batchStatistics() {
    double[] all = new double[network.statisticsCount()];
    for (Network.StatisticsSlice slice : network.statisticsSlices()) {
      double[] own = batchStatistics.get(slice.node().name());
      System.arraycopy(own, 0, all, slice.offset(), own.length);
    }
    return all;
  }

  /**
   * Logits.
   *
   * @param statistics running statistics for test mode; null for training mode
   */
  public double[] logits(double[] parameters, float[] statistics, int size, double[] images) {
    Map<String, double[]> values = new HashMap<>();
    values.put(Network.INPUT, images);
    double[] last = images;
    for (Node node : network.nodes()) {
      List<double[]> inputs = new ArrayList<>();
      node.inputs().forEach(name -> inputs.add(values.get(name)));
      last = compute(node, inputs, parameters, statistics, size);
      values.put(node.name(), last);
    }
    return last;
  }

  private double[] compute(
      Node node, List<double[]> inputs, double[] p, float[] statistics, int n) {
    double[] x = inputs.get(0);
    Shape in = network.shape(node.inputs().get(0));
    Shape out = network.shape(node.name());
    double[] y = new double[n * out.size()];
    Layer layer = node.layer();
    if (layer instanceof Convolution c) {
      convolution(c, in, out, n, x, p, offset(node), y);
    } else if (layer instanceof BatchNorm b) {
      normalise(node, b, in, x, p, statistics, y);
    } else if (layer instanceof Relu) {
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.max(0, x[i]);
      }
    } else if (layer instanceof Tanh) {
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.tanh(x[i]);
      }
    } else if (layer instanceof Add) {
      for (int i = 0; i < y.length; i++) {
        y[i] = x[i] + inputs.get(1)[i];
      }
    } else if (layer instanceof MaxPool m) {
      pool(true, m.size().height(), m.size().width(), m.stride().height(), in, out, n, x, y);
    } else if (layer instanceof AveragePool a) {
      pool(false, a.size().height(), a.size().width(), a.stride().height(), in, out, n, x, y);
    } else if (layer instanceof GlobalAveragePool) {
      pool(false, in.height(), in.width(), 1, in, out, n, x, y);
    } else if (layer instanceof SubsamplePad s) {
      for (int i = 0; i < n; i++) {
        for (int r = 0; r < out.height(); r++) {
          for (int c = 0; c < out.width(); c++) {
            for (int k = 0; k < in.channels(); k++) {
              y[at(out, i, r, c, k)] = x[at(in, i, r * s.stride(), c * s.stride(), k)];
            }
          }
        }
      }
    } else if (layer instanceof Dense d) {
      int o = offset(node);
      for (int i = 0; i < n; i++) {
        for (int u = 0; u < d.units(); u++) {
          double sum = p[o + in.size() * d.units() + u];
          for (int j = 0; j < in.size(); j++) {
            sum += x[i * in.size() + j] * p[o + j * d.units() + u];
          }
          y[i * d.units() + u] = sum;
        }
      }
    } else {
      throw new IllegalArgumentException("No reference for " + layer);
    }
    return y;
  }

  private static void convolution(
      Convolution c, Shape in, Shape out, int n, double[] x, double[] p, int o, double[] y) {
    int side = c.kernel().height();
    int s = c.stride().height();
    int pad = c.padding().height();
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < out.height(); r++) {
        for (int q = 0; q < out.width(); q++) {
          for (int f = 0; f < c.filters(); f++) {
            int bias = o + side * side * in.channels() * c.filters() + f;
            double sum = c.bias() ? p[bias] : 0;
            for (int kr = 0; kr < side; kr++) {
              for (int kc = 0; kc < side; kc++) {
                int row = r * s + kr - pad;
                int column = q * s + kc - pad;
                if (row >= 0 && row < in.height() && column >= 0 && column < in.width()) {
                  for (int k = 0; k < in.channels(); k++) {
                    int weight = o + ((kr * side + kc) * in.channels() + k) * c.filters() + f;
                    sum += x[at(in, i, row, column, k)] * p[weight];
                  }
                }
              }
            }
            y[at(out, i, r, q, f)] = sum;
          }
        }
      }
    }
  }

  private void normalise(
      Node node, BatchNorm b, Shape in, double[] x, double[] p, float[] statistics, double[] y) {
    int channels = in.channels();
    int o = offset(node);
    double[] own = new double[2 * channels];
    for (int k = 0; k < channels; k++) {
      double mean = 0;
      double variance = 0;
      if (statistics == null) {
        int count = x.length / channels;
        for (int i = k; i < x.length; i += channels) {
          mean += x[i] / count;
        }
        for (int i = k; i < x.length; i += channels) {
          variance += (x[i] - mean) * (x[i] - mean) / count;
        }
        own[k] = mean;
        own[channels + k] = variance;
      } else {
        Network.StatisticsSlice slice =
            network.statisticsSlices().stream()
                .filter(s -> s.node().equals(node))
                .findFirst()
                .orElseThrow();
        mean = statistics[slice.offset() + k];
        variance = statistics[slice.varianceOffset() + k];
      }
      for (int i = k; i < x.length; i += channels) {
        y[i] = p[o + k] * (x[i] - mean) / Math.sqrt(variance + b.epsilon()) + p[o + channels + k];
      }
    }
    if (statistics == null) {
      batchStatistics.put(node.name(), own);
    }
  }

  private static void pool(
      boolean max,
      int height,
      int width,
      int stride,
      Shape in,
      Shape out,
      int n,
      double[] x,
      double[] y) {
    for (int i = 0; i < n; i++) {
      for (int r = 0; r < out.height(); r++) {
        for (int c = 0; c < out.width(); c++) {
          for (int k = 0; k < out.channels(); k++) {
            double best = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int pr = 0; pr < height; pr++) {
              for (int pc = 0; pc < width; pc++) {
                double value = x[at(in, i, r * stride + pr, c * stride + pc, k)];
                best = Math.max(best, value);
                sum += value;
              }
            }
            y[at(out, i, r, c, k)] = max ? best : sum / (height * width);
          }
        }
      }
    }
  }

  private int offset(Node node) {
    return network.parameterSlices().stream()
        .filter(s -> s.node().equals(node))
        .mapToInt(Network.ParameterSlice::offset)
        .min()
        .orElseThrow();
  }

  private static int at(Shape shape, int image, int row, int column, int channel) {
    return ((image * shape.height() + row) * shape.width() + column) * shape.channels() + channel;
  }
}
