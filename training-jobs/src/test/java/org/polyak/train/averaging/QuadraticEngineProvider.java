package org.polyak.train.averaging;

import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.EngineProvider;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/**
 * An engine for tests of averaging: the loss of an image is half the squared distance of the first
 * parameters from its pixels, so the least loss is at the mean image. What it has seen in this
 * process is noted.
 */
public final class QuadraticEngineProvider implements EngineProvider {

  /** Hashes of the pixels of the images seen, one an image and step. */
  static final Queue<Integer> SEEN = new ConcurrentLinkedQueue<>();

  /** The hash that an image is noted by. */
  static int hash(float[] images, int first, int length) {
    return Arrays.hashCode(Arrays.copyOfRange(images, first, first + length));
  }

  @Override
  public String name() {
    return "quadratic";
  }

  @Override
  public int preference() {
    return Integer.MAX_VALUE;
  }

  @Override
  public Probe probe(int threads) {
    return new Probe(false, "for tests");
  }

  @Override
  public Engine create(Network network, Loss loss, int threads) {
    return new Quadratic(network.input().size());
  }

  private record Quadratic(int pixels) implements Engine {

    @Override
    public BatchResult gradient(
        float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
      Arrays.fill(gradient, 0);
      double loss = 0;
      for (int image = 0; image < batch.size(); image++) {
        SEEN.add(hash(batch.images(), image * pixels, pixels));
        for (int i = 0; i < pixels; i++) {
          float distance = parameters[i] - batch.images()[image * pixels + i];
          gradient[i] += distance / batch.size();
          loss += distance * distance / 2 / batch.size();
        }
      }
      return new BatchResult(loss, 0);
    }

    @Override
    public BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void stochasticLogits(
        float[] parameters,
        float[] statistics,
        int size,
        float[] images,
        RandomKey key,
        float[] logits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void logits(
        float[] parameters, float[] statistics, int size, float[] images, float[] logits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void batchStatistics(
        float[] parameters, int size, float[] images, float[] batchStatistics) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
