package org.polyak.train.engine;

/**
 * What computes a network: a function of parameters and images, without a memory of its own between
 * calls other than buffers. Parameters and statistics are laid out as {@link
 * org.polyak.train.network.Network} says. The same calls on the same machine type with the same
 * number of threads give the same bits. Not thread-safe; each replica has its own.
 */
public interface Engine extends AutoCloseable {

  /**
   * One pass forward and backward in training mode. The loss is the mean over the batch of the
   * engine's {@link org.polyak.train.loss.Loss}, without any regularisation.
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
   * The same pass, for the gradient of the mean loss by the images.
   *
   * @param parameters not modified
   * @param batch at least one image
   * @param byImages receives {@code [n][height][width][channels]}
   * @return as of {@link #gradient}
   * @throws org.polyak.pipeline.error.PolyakException if this engine does not offer it
   */
  BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages);

  /**
   * One pass forward in test mode: batch normalisation by the given statistics, dropout and its
   * kind by their expectation.
   *
   * @param parameters not modified
   * @param statistics not modified
   * @param size number of images n, at least 1
   * @param images {@code [n][height][width][channels]}, normalised; may be longer
   * @param logits receives {@code [n][classes]}
   */
  void logits(float[] parameters, float[] statistics, int size, float[] images, float[] logits);

  /**
   * One sample of a stochastic prediction: as {@link #logits}, but dropout and its kind draw, as in
   * training (Gal and Ghahramani, "Dropout as a Bayesian approximation", 2016). The mean of the
   * probabilities of several keys is Monte-Carlo dropout.
   *
   * @param key another one for each sample; null for networks that draw nothing
   */
  void stochasticLogits(
      float[] parameters,
      float[] statistics,
      int size,
      float[] images,
      RandomKey key,
      float[] logits);

  /**
   * One pass forward for the statistics alone: batch normalisation by the batch, nothing drawn.
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
