package org.polyak.train.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.stream;

/**
 * An operation in Java, which waits for what the stream has to do before.
 *
 * @param computation reads and writes the tensors
 * @param tensors its arrays
 */
record JavaOperation(Runnable computation, List<Tensor> tensors) implements Operation {

  @Override
  public void run(stream stream) {
    stream._wait();
    computation.run();
  }
}
