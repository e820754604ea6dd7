package org.polyak.train.engine.nd4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.factory.Nd4j;

/** ND4J's operations bound to their arrays, to be run as often as wanted. */
final class ArrayOperations {

  /** Flags of ND4J's batch normalisation: with scale, with shift, channels on axis 3. */
  private static final long[] BY_CHANNEL = {1, 1, 3};

  private ArrayOperations() {}

  /**
   * An operation of libnd4j by its name.
   *
   * @param integers its integer arguments
   * @param reals its floating point arguments
   */
  static Runnable custom(
      String name,
      List<INDArray> inputs,
      List<INDArray> outputs,
      long[] integers,
      double... reals) {
    DynamicCustomOp operation =
        DynamicCustomOp.builder(name)
            .addInputs(inputs.toArray(INDArray[]::new))
            .addOutputs(outputs.toArray(INDArray[]::new))
            .build();
    operation.addIArgument(integers);
    operation.addTArgument(reals);
    return () -> Nd4j.getExecutioner().exec(operation);
  }

  /** The product of two matrices, each transposed or not. */
  static Runnable product(
      INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray result) {
    return custom(
        "matmul",
        List.of(a, b),
        List.of(result),
        new long[] {transposeA ? 1 : 0, transposeB ? 1 : 0});
  }

  /** A number times each value. */
  static Runnable multiple(INDArray x, double factor, INDArray result) {
    ScalarMultiplication operation = new ScalarMultiplication(x, null, result, factor);
    return () -> Nd4j.getExecutioner().exec(operation);
  }

  /**
   * For each column of a matrix the sum of its values times a weight a row: by BLAS, many times
   * faster on processors than ND4J's reductions.
   *
   * @param matrix {@code [rows][columns]}
   * @param weights {@code [rows]}
   * @param result {@code [columns]}
   */
  static Runnable columnSums(INDArray matrix, INDArray weights, INDArray result) {
    return product(matrix, true, weights, false, result);
  }

  /**
   * (x - mean) / sqrt(variance + epsilon) scale + shift for each channel, in one pass.
   *
   * @param x {@code [n][height][width][channels]}
   * @param mean {@code [channels]}, as variance, scale and shift
   * @param result as x; may be x
   */
  static Runnable normalise(
      INDArray x,
      INDArray mean,
      INDArray variance,
      INDArray scale,
      INDArray shift,
      double epsilon,
      INDArray result) {
    return custom(
        "batchnorm",
        List.of(x, mean, variance, scale, shift),
        List.of(result),
        BY_CHANNEL,
        epsilon);
  }

  /** One after the other. */
  static Runnable sequence(List<Runnable> operations) {
    List<Runnable> all = List.copyOf(operations);
    return () -> all.forEach(Runnable::run);
  }
}
