package org.polyak.train.engine.plain;

import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchLoss;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/** Computes networks by plain Java in double precision: every layer, slowly. */
public final class PlainEngine implements Engine {

  private final PlainNetwork network;
  private final Loss loss;
  private final int classes;

  /** For a network and a loss. */
  public PlainEngine(Network network, Loss loss) {
    this.network = new PlainNetwork(network);
    this.loss = loss;
    this.classes = network.classes();
  }

  @Override
  public BatchResult gradient(
      float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
    double[] byParameters = new double[parameters.length];
    double[] statistics = new double[batchStatistics.length];
    BatchResult result = pass(parameters, batch, statistics, byParameters, null);
    narrow(byParameters, gradient);
    narrow(statistics, batchStatistics);
    return result;
  }

  @Override
  public BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages) {
    double[] byPixels = new double[batch.size() * network.network().input().size()];
    BatchResult result =
        pass(
            parameters,
            batch,
            new double[network.network().statisticsCount()],
            new double[parameters.length],
            byPixels);
    narrow(byPixels, byImages);
    return result;
  }

  private BatchResult pass(
      float[] parameters,
      Batch batch,
      double[] statistics,
      double[] byParameters,
      double[] byPixels) {
    double[] logits =
        network.forward(
            widen(parameters, parameters.length),
            statistics,
            Phase.TRAIN,
            batch.size(),
            pixels(batch.size(), batch.images()),
            batch.key());
    float[] rounded = new float[logits.length];
    narrow(logits, rounded);
    float[] byLogits = new float[logits.length];
    BatchResult result =
        BatchLoss.of(loss, batch.size(), classes, rounded, batch.targets(), byLogits);
    network.backward(widen(byLogits, byLogits.length), byParameters, byPixels);
    return result;
  }

  @Override
  public void logits(
      float[] parameters, float[] statistics, int size, float[] images, float[] logits) {
    predict(parameters, statistics, Phase.TEST, size, images, null, logits);
  }

  @Override
  public void stochasticLogits(
      float[] parameters,
      float[] statistics,
      int size,
      float[] images,
      RandomKey key,
      float[] logits) {
    predict(parameters, statistics, Phase.SAMPLE, size, images, key, logits);
  }

  private void predict(
      float[] parameters,
      float[] statistics,
      Phase phase,
      int size,
      float[] images,
      RandomKey key,
      float[] logits) {
    narrow(
        network.forward(
            widen(parameters, parameters.length),
            widen(statistics, statistics.length),
            phase,
            size,
            pixels(size, images),
            key),
        logits);
  }

  @Override
  public void batchStatistics(
      float[] parameters, int size, float[] images, float[] batchStatistics) {
    double[] statistics = new double[batchStatistics.length];
    network.forward(
        widen(parameters, parameters.length),
        statistics,
        Phase.MEASURE,
        size,
        pixels(size, images),
        null);
    narrow(statistics, batchStatistics);
  }

  @Override
  public void close() {}

  private double[] pixels(int size, float[] images) {
    return widen(images, size * network.network().input().size());
  }

  private static double[] widen(float[] values, int length) {
    double[] wide = new double[length];
    for (int i = 0; i < length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void narrow(double[] values, float[] target) {
    for (int i = 0; i < values.length; i++) {
      target[i] = (float) values[i];
    }
  }
}
