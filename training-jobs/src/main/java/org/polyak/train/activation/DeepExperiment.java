package org.polyak.train.activation;

import java.util.ArrayList;
import java.util.List;
import org.polyak.augment.random.RandomStream;

/**
 * The experiment of the course notes: standard normal inputs through layers of one width, weights
 * normal, no biases; how do the activations spread?
 *
 * @param width inputs and units of every layer; 4,096 in the notes
 * @param inputs how many inputs there are; 16 in the notes
 * @param layers how many layers; 6 in the notes
 * @param seed of inputs and weights
 */
public record DeepExperiment(int width, int inputs, int layers, long seed) {

  private static final long PURPOSE = 0x61637469L;

  /** What follows a layer. */
  public enum Nonlinearity {
    /** Hyperbolic tangent. */
    TANH {
      @Override
      float of(float x) {
        return (float) StrictMath.tanh(x);
      }
    },
    /** max(0, x). */
    RELU {
      @Override
      float of(float x) {
        return Math.max(0, x);
      }
    };

    abstract float of(float x);
  }

  /** The layers' activations with weights of a deviation. */
  public List<LayerActivations> run(Nonlinearity nonlinearity, double deviation) {
    List<LayerActivations> all = new ArrayList<>();
    float[] values = new float[inputs * width];
    RandomStream random = RandomStream.of(seed, 0, PURPOSE, 0);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int layer = 1; layer <= layers; layer++) {
      values = multiplied(values, RandomStream.of(seed, 0, PURPOSE, layer), deviation);
      for (int i = 0; i < values.length; i++) {
        values[i] = nonlinearity.of(values[i]);
      }
      all.add(LayerActivations.of("layer " + layer, values, width));
    }
    return all;
  }

  /** The values times a matrix of weights, of which there is only one row at a time. */
  private float[] multiplied(float[] values, RandomStream random, double deviation) {
    float[] product = new float[values.length];
    float[] row = new float[width];
    for (int input = 0; input < width; input++) {
      for (int unit = 0; unit < width; unit++) {
        row[unit] = (float) (deviation * random.nextGaussian());
      }
      for (int n = 0; n < inputs; n++) {
        float value = values[n * width + input];
        for (int unit = 0; unit < width; unit++) {
          product[n * width + unit] += value * row[unit];
        }
      }
    }
    return product;
  }
}
