package org.polyak.train.engine.onednn;

import java.util.List;

/** A layer bound to its arrays for one batch size. */
interface CompiledLayer {

  /** What it computes. */
  Tensor output();

  /** Operations that passes for testing need once for the parameters they are computed with. */
  default List<Operation> preparation() {
    return List.of();
  }

  /** Operations of the pass forward, in order. */
  List<Operation> forward();

  /**
   * Makes the operations of the pass backward.
   *
   * @param gradient of the loss by the output
   * @param wanted for each input, whether its gradient is needed
   */
  Backward backward(Tensor gradient, List<Boolean> wanted);

  /** Copies this layer's parameters in. */
  default void load(float[] parameters) {}

  /** Copies the gradient of this layer's parameters out. */
  default void storeGradient(float[] gradient) {}

  /** Copies the running statistics of this layer in. */
  default void loadStatistics(float[] statistics) {}

  /** Copies the statistics of the batch out. */
  default void storeStatistics(float[] statistics) {}

  /**
   * Operations of the pass backward.
   *
   * @param operations in order
   * @param gradients of the loss by each input; null where it is not wanted
   */
  record Backward(List<Operation> operations, List<Tensor> gradients) {}
}
