package org.polyak.train.network.zoo;

import java.io.Serializable;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.NetworkBuilder;
import org.polyak.train.network.layer.Activation;
import org.polyak.train.network.layer.BatchNorm;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.DecorrelatedBatchNorm;
import org.polyak.train.network.layer.Elu;
import org.polyak.train.network.layer.Gelu;
import org.polyak.train.network.layer.GroupNorm;
import org.polyak.train.network.layer.InstanceNorm;
import org.polyak.train.network.layer.LayerNorm;
import org.polyak.train.network.layer.LeakyRelu;
import org.polyak.train.network.layer.Norm;
import org.polyak.train.network.layer.Prelu;
import org.polyak.train.network.layer.Relu;
import org.polyak.train.network.layer.Selu;
import org.polyak.train.network.layer.Sides;
import org.polyak.train.network.layer.Sigmoid;
import org.polyak.train.network.layer.Swish;
import org.polyak.train.network.layer.Tanh;

/**
 * What a network's convolutions are followed by: {@code network.normalization} and {@code
 * network.activation}.
 *
 * @param normalization of each convolution's output
 * @param activation after that
 * @param epsilon added to variances
 */
record Units(Normalization normalization, Nonlinearity activation, double epsilon)
    implements Serializable {

  private static final double MOMENTUM = 0.9;

  /** Of the paper; fewer where the channels are not divisible. */
  private static final int GROUPS = 32;

  private static final int DECORRELATED_TOGETHER = 16;

  /** Normalisations by their names in recipes. */
  enum Normalization {
    BATCH("bn"),
    DECORRELATED("dbn"),
    LAYER("ln"),
    GROUP("gn"),
    INSTANCE("in"),
    WEIGHT(""),
    NONE("");

    private final String node;

    Normalization(String node) {
      this.node = node;
    }
  }

  /** Activation functions by their names in recipes. */
  enum Nonlinearity {
    RELU("relu"),
    LEAKY_RELU("leaky"),
    PRELU("prelu"),
    ELU("elu"),
    SELU("selu"),
    GELU("gelu"),
    SWISH("swish"),
    TANH("tanh"),
    SIGMOID("sigmoid");

    private final String node;

    Nonlinearity(String node) {
      this.node = node;
    }

    Activation layer() {
      return switch (this) {
        case RELU -> new Relu();
        case LEAKY_RELU -> new LeakyRelu();
        case PRELU -> new Prelu();
        case ELU -> new Elu();
        case SELU -> new Selu();
        case GELU -> new Gelu();
        case SWISH -> new Swish();
        case TANH -> new Tanh();
        case SIGMOID -> new Sigmoid();
      };
    }
  }

  /** Reads the two keys. */
  static Units read(Section section, Normalization usual, double epsilon) {
    return new Units(Choice.read(section, "normalization", usual), activation(section), epsilon);
  }

  /** Reads the activation of a network that has no normalisation. */
  static Units readPlain(Section section) {
    return new Units(Normalization.NONE, activation(section), 0);
  }

  private static Nonlinearity activation(Section section) {
    return Choice.read(section, "activation", Nonlinearity.RELU);
  }

  /** A convolution for these units: with a bias only if no shift follows. */
  Convolution convolution(int filters, Sides kernel, Sides stride, Sides padding) {
    boolean shifted = !normalization.node.isEmpty();
    Convolution convolution = new Convolution(filters, kernel, stride, padding, !shifted);
    return normalization == Normalization.WEIGHT ? convolution.weightNormalized() : convolution;
  }

  /** A square convolution. */
  Convolution convolution(int filters, int kernel, int stride, int padding) {
    return convolution(filters, Sides.square(kernel), Sides.square(stride), Sides.square(padding));
  }

  /** Adds the normalisation, if there is one; {@code suffix} tells it from others of its block. */
  void normalize(NetworkBuilder net, String prefix, String suffix) {
    if (!normalization.node.isEmpty()) {
      net.then(prefix + normalization.node + suffix, norm(net.channels()));
    }
  }

  /** Adds the activation function. */
  void activate(NetworkBuilder net, String prefix, String suffix) {
    net.then(prefix + activation.node + suffix, activation.layer());
  }

  /** Adds both. */
  void finish(NetworkBuilder net, String prefix, String suffix) {
    normalize(net, prefix, suffix);
    activate(net, prefix, suffix);
  }

  private Norm norm(int channels) {
    return switch (normalization) {
      case BATCH -> new BatchNorm(MOMENTUM, epsilon);
      case DECORRELATED ->
          new DecorrelatedBatchNorm(divisor(channels, DECORRELATED_TOGETHER), MOMENTUM, epsilon);
      case LAYER -> new LayerNorm(epsilon);
      case GROUP -> new GroupNorm(divisor(channels, GROUPS), epsilon);
      case INSTANCE -> new InstanceNorm(epsilon);
      case WEIGHT, NONE -> throw new IllegalStateException("no layer normalises");
    };
  }

  /** The largest divisor of the channels that is at most {@code most} and leaves two a group. */
  private static int divisor(int channels, int most) {
    int divisor = Math.max(1, Math.min(most, channels / 2));
    while (channels % divisor != 0) {
      divisor--;
    }
    return divisor;
  }
}
