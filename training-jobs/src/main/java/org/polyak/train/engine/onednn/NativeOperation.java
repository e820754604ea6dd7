package org.polyak.train.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.stream;

/**
 * A native operation.
 *
 * @param primitive what is computed
 * @param arguments arrays by oneDNN's argument numbers
 * @param tensors the same arrays
 */
record NativeOperation(primitive primitive, IntMemoryMap arguments, List<Tensor> tensors)
    implements Operation {

  @Override
  public void run(stream stream) {
    primitive.execute(stream, arguments);
  }
}
