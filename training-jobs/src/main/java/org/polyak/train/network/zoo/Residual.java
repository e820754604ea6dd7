package org.polyak.train.network.zoo;

import java.io.Serializable;
import java.util.List;
import org.polyak.pipeline.config.Section;

/**
 * Options of residual blocks.
 *
 * @param units normalisation and activation
 * @param shortcut what is added to the branch
 * @param preActivation whether normalisation and activation come before each convolution (He et
 *     al., "Identity mappings in deep residual networks", 2016)
 * @param bottleneck whether a block is 1x1, 3x3, 1x1 with four times as many filters at the end,
 *     and not 3x3, 3x3
 * @param strideFirst whether a bottleneck shrinks the maps in its first 1x1 convolution, as in the
 *     paper, and not in the 3x3
 * @param plain whether the shortcuts are left out, for comparison
 * @param squeeze factor r of the bottleneck of squeeze and excitation (Hu et al. 2018); 0 for none
 * @param survival probability of the last branch to stay in training (Huang et al., "Deep networks
 *     with stochastic depth", 2016); 1 for no such layer
 * @param dropout rate before the last 3x3 convolution of a branch, as in wide residual networks
 */
record Residual(
    Units units,
    Shortcut shortcut,
    boolean preActivation,
    boolean bottleneck,
    boolean strideFirst,
    boolean plain,
    int squeeze,
    double survival,
    double dropout)
    implements Serializable {

  /** How many times as many filters a bottleneck ends with. */
  static final int EXPANSION = 4;

  /** What members of a family differ in before a recipe says anything. */
  record Usual(Shortcut shortcut, boolean preActivation, boolean bottleneck, int squeeze) {

    Usual preActivated() {
      return new Usual(shortcut, true, bottleneck, squeeze);
    }

    Usual squeezed() {
      return new Usual(shortcut, preActivation, bottleneck, 16);
    }
  }

  /** Reads the options of a residual network. */
  static Residual read(Section section, Usual usual) {
    return new Residual(
        Units.read(section, Units.Normalization.BATCH, 1e-5),
        Shortcut.read(section, usual.shortcut()),
        section.flag("pre-activation", usual.preActivation()),
        usual.bottleneck(),
        usual.bottleneck()
            && section.oneOf("stride-in", "3x3", List.of("1x1", "3x3")).equals("1x1"),
        false,
        section.integer("squeeze", usual.squeeze(), 0, 256),
        section.decimal("survival", 1, 1e-3, 1),
        section.decimal("dropout", 0, 0, 0.99));
  }

  /** Reads the options of the same network without shortcuts. */
  static Residual readPlain(Section section) {
    return new Residual(
        Units.read(section, Units.Normalization.BATCH, 1e-5),
        Shortcut.A,
        false,
        false,
        false,
        true,
        0,
        1,
        section.decimal("dropout", 0, 0, 0.99));
  }
}
