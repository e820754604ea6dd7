package org.polyak.train.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.polyak.train.network.Shape;
import org.polyak.train.network.layer.Sides;

/**
 * The windows of a pooling over a map with a border, so that none reaches beyond it.
 *
 * @param in the map
 * @param out number of windows
 * @param size of a window
 * @param stride of the windows
 * @param padding on the first rows and columns
 */
record Windows(Shape in, Shape out, Sides size, Sides stride, Sides padding) {

  /** Whether some window reaches beyond the map. */
  boolean needBorder() {
    return padding.height() > 0
        || padding.width() > 0
        || height() > in.height()
        || width() > in.width();
  }

  /** Rows from the first of the first window to the last of the last. */
  int height() {
    return (out.height() - 1) * stride.height() + size.height();
  }

  /** The same of columns. */
  int width() {
    return (out.width() - 1) * stride.width() + size.width();
  }

  /** What lies within the map of an array of the bordered map: a view. */
  INDArray inner(INDArray bordered) {
    return bordered.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(padding.height(), Math.min(height(), padding.height() + in.height())),
        NDArrayIndex.interval(padding.width(), Math.min(width(), padding.width() + in.width())),
        NDArrayIndex.all());
  }

  /** What of a map lies within windows: a view. */
  INDArray covered(INDArray map) {
    return map.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(0, Math.min(height() - padding.height(), in.height())),
        NDArrayIndex.interval(0, Math.min(width() - padding.width(), in.width())),
        NDArrayIndex.all());
  }

  /** The value at one place of every window: a view, {@code [n][windows][windows][channels]}. */
  INDArray at(INDArray bordered, int row, int column) {
    return bordered.get(
        NDArrayIndex.all(),
        NDArrayIndex.interval(row, stride.height(), row + (out.height() - 1) * stride.height() + 1),
        NDArrayIndex.interval(
            column, stride.width(), column + (out.width() - 1) * stride.width() + 1),
        NDArrayIndex.all());
  }

  /**
   * Integer arguments of libnd4j's poolings.
   *
   * @param extra its last but one
   */
  long[] arguments(int extra) {
    return new long[] {
      size.height(),
      size.width(),
      stride.height(),
      stride.width(),
      0, // padding
      0,
      1, // dilation
      1,
      0, // padding as given
      extra,
      1 // channels last
    };
  }
}
