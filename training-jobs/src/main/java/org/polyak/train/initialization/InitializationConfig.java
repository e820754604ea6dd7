package org.polyak.train.initialization;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.polyak.pipeline.config.Section;

/**
 * The {@code network.initialization} part of a recipe.
 *
 * @param weights the rule for weights
 * @param value of constant weights
 * @param deviation of Gaussian and sparse weights
 * @param connections inputs that a unit has, of sparse weights
 * @param uniform whether the rules that scale by the number of inputs draw from a uniform
 *     distribution, of the same variance, and not from a normal one
 * @param gain factor of orthogonal weights
 * @param images training images that LSUV measures
 * @param bias value of all biases
 * @param zeroLastGamma whether the last scale of each residual branch starts at 0, so that every
 *     block starts as its shortcut (Goyal et al., "Accurate, large minibatch SGD", 2017, section
 *     5.1)
 */
public record InitializationConfig(
    Scheme weights,
    double value,
    double deviation,
    int connections,
    boolean uniform,
    double gain,
    int images,
    double bias,
    boolean zeroLastGamma)
    implements Serializable {

  private static final double DEVIATION = 0.01;
  private static final int CONNECTIONS = 10;
  private static final int IMAGES = 128;

  /** Rules for weights by their names in recipes. */
  public enum Scheme {
    /** All 0: no unit differs from another, and none ever will. */
    ZERO,
    /** All the same, with the same consequence. */
    CONSTANT,
    /** Normal with a given deviation. */
    GAUSSIAN,
    /** Variance 1 / fan-in (LeCun et al. 1998), which the course notes call Xavier. */
    XAVIER,
    /** Variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010). */
    GLOROT,
    /** Variance 2 / fan-in (He et al. 2015). */
    HE,
    /** Few inputs a unit, normal, the others 0 (Martens 2010). */
    SPARSE,
    /** Orthonormal columns or rows (Saxe et al. 2013). */
    ORTHOGONAL,
    /** Orthogonal, then scaled until outputs have variance 1 (Mishkin and Matas 2015). */
    LSUV,
    /** For residual networks without normalisation (Zhang et al. 2019). */
    FIXUP;

    /** The word in a recipe. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether all units of a layer start alike. */
    public boolean isSymmetric() {
      return this == ZERO || this == CONSTANT;
    }
  }

  /** He's rule and nothing else. */
  public static final InitializationConfig HE =
      new InitializationConfig(Scheme.HE, 0, DEVIATION, CONNECTIONS, false, 1, IMAGES, 0, false);

  /** Reads the section; problems are left in it. */
  public static InitializationConfig read(Section section) {
    List<String> words = Arrays.stream(Scheme.values()).map(Scheme::key).toList();
    Scheme scheme =
        Scheme.values()[words.indexOf(section.oneOf("weights", Scheme.HE.key(), words))];
    boolean scaled = scheme == Scheme.XAVIER || scheme == Scheme.GLOROT || scheme == Scheme.HE;
    boolean gaussian = scheme == Scheme.GAUSSIAN || scheme == Scheme.SPARSE;
    return new InitializationConfig(
        scheme,
        scheme == Scheme.CONSTANT ? section.decimal("value", DEVIATION, -10, 10) : 0,
        gaussian ? section.decimal("deviation", DEVIATION, 1e-9, 100) : DEVIATION,
        scheme == Scheme.SPARSE
            ? section.integer("connections", CONNECTIONS, 1, 1_000_000)
            : CONNECTIONS,
        scaled
            && section
                .oneOf("distribution", "normal", List.of("normal", "uniform"))
                .equals("uniform"),
        scheme == Scheme.ORTHOGONAL ? section.decimal("gain", 1, 1e-3, 100) : 1,
        scheme == Scheme.LSUV ? section.integer("images", IMAGES, 2, 4_096) : IMAGES,
        section.decimal("bias", 0, -10, 10),
        section.flag("zero-last-gamma", false));
  }
}
