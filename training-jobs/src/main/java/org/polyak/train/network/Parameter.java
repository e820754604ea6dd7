package org.polyak.train.network;

import java.util.List;

/**
 * One array of a layer that gradient descent changes.
 *
 * @param kind what it is, which decides how it is initialised
 * @param shape its extents, row-major
 */
public record Parameter(Kind kind, List<Integer> shape) {

  /** The roles of parameters. */
  public enum Kind {
    /** Convolution or dense weights; the last extent is the number of outputs. */
    WEIGHT,
    /** Added to each output. */
    BIAS,
    /** Scale of a normalisation. */
    GAMMA,
    /** Shift of a normalisation. */
    BETA,
    /** Length of the weight vector of each output, under weight normalisation. */
    LENGTH,
    /** Slope of an activation below 0, learned. */
    SLOPE
  }

  /** Keeps an own copy of the shape. */
  public Parameter {
    shape = List.copyOf(shape);
  }

  /** Number of values, which may be more than an array holds. */
  public long count() {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * Number of values.
   *
   * @throws ArithmeticException if an array does not hold as many
   */
  public int size() {
    return Math.toIntExact(count());
  }

  /** Number of inputs that one output of these weights sums over. */
  public int fanIn() {
    return Math.toIntExact(count() / shape.get(shape.size() - 1));
  }
}
