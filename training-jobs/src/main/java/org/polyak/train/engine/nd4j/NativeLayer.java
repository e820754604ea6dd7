package org.polyak.train.engine.nd4j;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer bound to its arrays for one batch size.
 *
 * <p>Activations and their gradients are {@code [n][height][width][channels]}, contiguous.
 */
interface NativeLayer {

  /** What it computes. */
  INDArray output();

  /** The pass forward. */
  void forward(Pass pass);

  /**
   * Prepares the pass backward.
   *
   * @param gradient of the loss by the output. The layer may overwrite it when it runs, and may
   *     hand it on as the gradient of one of its inputs
   * @param wanted for each input, whether its gradient is needed
   */
  Backward backward(INDArray gradient, List<Boolean> wanted);

  /**
   * The pass backward.
   *
   * @param pass computes the gradients of inputs and parameters
   * @param gradients of the loss by each input, no array twice; null where it is not wanted
   */
  record Backward(Runnable pass, List<INDArray> gradients) {}
}
