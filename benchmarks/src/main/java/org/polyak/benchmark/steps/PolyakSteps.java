package org.polyak.benchmark.steps;

import java.util.List;
import java.util.Random;
import org.polyak.train.averaging.RunningStatistics;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Initialization;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.optimizer.Clipping;
import org.polyak.train.optimizer.Optimizer;
import org.polyak.train.optimizer.Sgd;
import org.polyak.train.optimizer.Updater;
import org.polyak.train.regularization.Regularization;

/** Bare steps of one replica on random images: gradient, update, running statistics. */
public final class PolyakSteps implements AutoCloseable {

  private final int batch;
  private final Network network;
  private final Updater updater;
  private final Engine engine;
  private final float[] parameters;
  private final float[] velocity;
  private final float[] gradient;
  private final float[] statistics;
  private final float[] batchStatistics;
  private final float[] images;
  private final float[] targets;
  private final float[] logits;

  /**
   * Steps in float32.
   *
   * @param threads threads of the engine
   * @param batch images of a step
   */
  public PolyakSteps(String networkName, String engineName, int threads, int batch) {
    this(networkName, engineName, ComputeType.FLOAT32, threads, batch);
  }

  /**
   * @param compute what gradients are computed in
   * @param threads threads of the engine
   * @param batch images of a step
   */
  public PolyakSteps(
      String networkName, String engineName, ComputeType compute, int threads, int batch) {
    this.batch = batch;
    this.network = Networks.create(networkName, new Shape(32, 32, 3), 10);
    this.updater =
        new Optimizer(
                new Sgd(0.9f, Sgd.Form.ACCUMULATING, true),
                1e-4,
                false,
                false,
                Clipping.NONE,
                Regularization.NONE,
                List.of())
            .on(network);
    this.parameters = Initialization.he(network, 1);
    this.velocity = new float[parameters.length];
    this.gradient = new float[parameters.length];
    this.statistics = RunningStatistics.initial(network);
    this.batchStatistics = new float[statistics.length];
    this.engine = Engines.create(engineName, network, new SoftmaxCrossEntropy(), compute, threads);
    this.images = new float[batch * network.input().size()];
    this.targets = new float[batch * network.classes()];
    this.logits = new float[targets.length];
    Random random = new Random(1);
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < batch; i++) {
      targets[i * network.classes() + i % network.classes()] = 1;
    }
  }

  /** One step. */
  public void train() {
    engine.gradient(parameters, new Batch(batch, images, targets), gradient, batchStatistics);
    updater.step(parameters, gradient, velocity, 0.01, Double.NaN);
    RunningStatistics.update(network, statistics, batchStatistics);
  }

  /** Logits of a batch. */
  public void infer() {
    engine.logits(parameters, statistics, batch, images, logits);
  }

  /** Images a second, after three calls that do not count. */
  public double rate(boolean training, double seconds) {
    Runnable step = training ? this::train : this::infer;
    for (int i = 0; i < 3; i++) {
      step.run();
    }
    long count = 0;
    long began = System.nanoTime();
    while (System.nanoTime() - began < seconds * 1e9) {
      step.run();
      count += batch;
    }
    return count / ((System.nanoTime() - began) / 1e9);
  }

  @Override
  public void close() {
    engine.close();
  }
}
