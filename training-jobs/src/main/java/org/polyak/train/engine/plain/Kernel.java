package org.polyak.train.engine.plain;

/**
 * The arithmetic of one node. A kernel may keep what its pass backward needs of the pass forward
 * before it, which has the same call. Not thread-safe.
 */
public interface Kernel {

  /** Computes the output. */
  void forward(Call call);

  /** Adds the derivatives by inputs and parameters. */
  void backward(Call call, Gradients gradients);
}
