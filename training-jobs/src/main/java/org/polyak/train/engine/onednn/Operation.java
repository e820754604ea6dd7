package org.polyak.train.engine.onednn;

import java.util.List;
import org.bytedeco.dnnl.stream;

/** A step of a pass, bound to its arrays. */
interface Operation {

  /** The arrays that it reads or writes. */
  List<Tensor> tensors();

  /** Computes, or hands the computation to the stream. */
  void run(stream stream);
}
