package org.polyak.train.engine;

import org.polyak.train.engine.plain.PlainEngine;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/** An engine with a mistake, for tests of what finds mistakes: the last derivative is too large. */
public final class SkewedEngineProvider implements EngineProvider {

  @Override
  public String name() {
    return "skewed";
  }

  @Override
  public int preference() {
    return 1_000;
  }

  @Override
  public Probe probe(int threads) {
    return new Probe(false, "wrong on purpose");
  }

  @Override
  public Engine create(Network network, Loss loss, int threads) {
    Engine right = new PlainEngine(network, loss);
    return new Engine() {
      @Override
      public BatchResult gradient(
          float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
        BatchResult result = right.gradient(parameters, batch, gradient, batchStatistics);
        gradient[gradient.length - 1] *= 1.2f;
        return result;
      }

      @Override
      public BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages) {
        return right.imageGradient(parameters, batch, byImages);
      }

      @Override
      public void logits(
          float[] parameters, float[] statistics, int size, float[] images, float[] logits) {
        right.logits(parameters, statistics, size, images, logits);
      }

      @Override
      public void stochasticLogits(
          float[] parameters,
          float[] statistics,
          int size,
          float[] images,
          RandomKey key,
          float[] logits) {
        right.stochasticLogits(parameters, statistics, size, images, key, logits);
      }

      @Override
      public void batchStatistics(
          float[] parameters, int size, float[] images, float[] batchStatistics) {
        right.batchStatistics(parameters, size, images, batchStatistics);
      }

      @Override
      public void close() {
        right.close();
      }
    };
  }
}
