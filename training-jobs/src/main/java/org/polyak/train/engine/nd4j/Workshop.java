package org.polyak.train.engine.nd4j;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.polyak.train.network.Network;
import org.polyak.train.network.Shape;

/** What layers are made of: the network's flat vectors and the arrays between layers. */
final class Workshop implements AutoCloseable {

  private final ArrayPool pool;
  private final int batch;
  private final boolean channelsFirst;
  private final INDArray parameters;
  private final INDArray gradient;
  private final INDArray statistics;
  private final Map<Constant, INDArray> constants = new HashMap<>();

  private record Constant(double value, long length) {}

  /**
   * @param batch images of a pass
   * @param channelsFirst whether convolutions are passed views with the channels first
   */
  Workshop(Network network, int batch, DataType type, boolean channelsFirst) {
    this.pool = new ArrayPool(type);
    this.batch = batch;
    this.channelsFirst = channelsFirst;
    this.parameters = pool.filled(0, Math.max(1, network.parameterCount()));
    this.gradient = pool.filled(0, Math.max(1, network.parameterCount()));
    this.statistics = pool.filled(0, Math.max(1, network.statisticsCount()));
  }

  ArrayPool pool() {
    return pool;
  }

  int batch() {
    return batch;
  }

  boolean channelsFirst() {
    return channelsFirst;
  }

  /** Laid out as the network's, as are the gradient and the statistics. */
  INDArray parameters() {
    return parameters;
  }

  INDArray gradient() {
    return gradient;
  }

  INDArray statistics() {
    return statistics;
  }

  /** An array for activations. */
  INDArray activations(Shape shape) {
    return pool.take(batch, shape.height(), shape.width(), shape.channels());
  }

  /** Part of a flat vector, as an array. */
  static INDArray part(INDArray vector, int offset, long... shape) {
    long length = 1;
    for (long extent : shape) {
      length *= extent;
    }
    return vector.get(NDArrayIndex.interval(offset, offset + length)).reshape('c', shape);
  }

  /** A vector with one value everywhere. */
  INDArray constant(double value, long length) {
    return constants.computeIfAbsent(
        new Constant(value, length), constant -> pool.filled(value, length));
  }

  /** Activations as a matrix with a row for each position and a column for each channel. */
  static INDArray rows(INDArray activations) {
    long channels = activations.size(3);
    return activations.reshape('c', activations.length() / channels, channels);
  }

  @Override
  public void close() {
    pool.close();
  }
}
