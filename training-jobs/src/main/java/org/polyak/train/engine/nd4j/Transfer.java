package org.polyak.train.engine.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values between the host and ND4J's arrays, each array in one transfer. */
final class Transfer {

  private Transfer() {}

  /** Sets an array to the first values, as many as it has. */
  static void write(float[] values, INDArray target) {
    int length = (int) target.length();
    assign(
        Nd4j.createFromArray(values.length == length ? values : Arrays.copyOf(values, length)),
        target);
  }

  /** Sets an array to the values, rounded to its type. */
  static void write(double[] values, INDArray target) {
    assign(Nd4j.createFromArray(values), target);
  }

  private static void assign(INDArray values, INDArray target) {
    target.assign(values.reshape('c', target.shape()));
    // On a GPU operations are queued: what one reads must not be freed before it has run.
    Nd4j.getExecutioner().commit();
    values.close();
  }

  /** Copies the first values of an array out, as many as the target has. */
  static void read(INDArray array, float[] target) {
    System.arraycopy(array.data().asFloat(), 0, target, 0, target.length);
  }

  /** The values of an array, which may be part of another. */
  static double[] doubles(INDArray array) {
    INDArray copy = array.dup('c');
    double[] values = copy.data().asDouble();
    copy.close();
    return values;
  }
}
