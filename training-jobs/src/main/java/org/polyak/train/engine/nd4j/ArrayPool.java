package org.polyak.train.engine.nd4j;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of a plan. While a plan is compiled, in the order in which it will run, an array that
 * is no longer read is given back, and taken again by what runs later. No activations are made
 * while it runs.
 */
final class ArrayPool implements AutoCloseable {

  private final DataType type;
  private final List<INDArray> owned = new ArrayList<>();
  private final Map<Long, Deque<INDArray>> free = new HashMap<>();

  ArrayPool(DataType type) {
    this.type = type;
  }

  /** An array with any values in it, contiguous, row-major. */
  INDArray take(long... shape) {
    Deque<INDArray> fitting = free.get(length(shape));
    if (fitting != null && !fitting.isEmpty()) {
      return fitting.pop().reshape('c', shape);
    }
    return own(Nd4j.createUninitialized(type, shape, 'c'));
  }

  /** What is in the array is no longer needed by what is compiled from now on. */
  void giveBack(INDArray array) {
    free.computeIfAbsent(array.length(), length -> new ArrayDeque<>()).push(array);
  }

  /** An array with one value everywhere, never to be given back. */
  INDArray filled(double value, long... shape) {
    return own(Nd4j.valueArrayOf(shape, value, type));
  }

  private INDArray own(INDArray array) {
    owned.add(array);
    return array;
  }

  private static long length(long... shape) {
    long length = 1;
    for (long extent : shape) {
      length = Math.multiplyExact(length, extent);
    }
    return length;
  }

  /** Frees all. */
  @Override
  public void close() {
    owned.forEach(INDArray::close);
  }
}
