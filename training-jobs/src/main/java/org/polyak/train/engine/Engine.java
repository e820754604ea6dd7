package org.polyak.train.engine;

/**
 * What computes a network: a function of parameters and images, without a memory of its own between
 * calls other than buffers. Parameters and statistics are laid out as {@link
 * org.polyak.train.network.Network} says. The same calls on the same machine type with the same
 * number of threads give the same bits. Not thread-safe; each replica has its own.
 */
public interface Engine extends AutoCloseable {

  /**
   * One pass forward and backward in training mode. The loss is the mean over the batch of softmax
   * cross entropy against the targets, natural logarithm, without any regularisation.
   *
   * @param parameters not modified
   * @param batch at least one image
   * @param gradient receives the gradient of the mean loss, laid out as the parameters
   * @param batchStatistics receives mean and biased variance of this batch for every batch
   *     normalisation, laid out as the statistics
   * @return the loss and the number of images whose largest logit is at the largest target
   */
  BatchResult gradient(float[] parameters, Batch batch, float[] gradient, float[] batchStatistics);

  /**
   * One pass forward in test mode, batch normalisation by the given statistics.
   *
   * @param parameters not modified
   * @param statistics not modified
   * @param size number of images n, at least 1
   * @param images {@code [n][height][width][channels]}, normalised; may be longer
   * @param logits receives {@code [n][classes]}
   */
  void logits(float[] parameters, float[] statistics, int size, float[] images, float[] logits);

  /**
   * One pass forward in training mode, for the statistics alone.
   *
   * @param parameters not modified
   * @param size number of images n, at least 1
   * @param images {@code [n][height][width][channels]}, normalised; may be longer
   * @param batchStatistics receives mean and biased variance of this batch for every batch
   *     normalisation, laid out as the statistics
   */
  void batchStatistics(float[] parameters, int size, float[] images, float[] batchStatistics);

  /** Frees native memory. */
  @Override
  void close();
}
