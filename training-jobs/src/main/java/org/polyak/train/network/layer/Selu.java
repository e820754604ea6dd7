package org.polyak.train.network.layer;

/**
 * lambda x for x above 0, lambda alpha (exp(x) - 1) otherwise (Klambauer et al., "Self-normalizing
 * neural networks", NIPS 2017), whose constants keep mean 0 and variance 1.
 */
public record Selu() implements Activation {

  /** Of the paper, appendix. */
  public static final double ALPHA = 1.6732632423543772848170429916717;

  /** Of the paper, appendix. */
  public static final double LAMBDA = 1.0507009873554804934193349852946;
}
