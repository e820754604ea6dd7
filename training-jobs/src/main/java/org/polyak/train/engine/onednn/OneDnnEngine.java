package org.polyak.train.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchLoss;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.ComputeType;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/**
 * Computes networks with oneDNN's primitives. Plans are compiled when a batch size is first seen;
 * the few sizes used last stay. Gradients are computed in the type that is asked for, logits and
 * batch statistics alone always in float32.
 */
public final class OneDnnEngine implements Engine {

  /**
   * A full batch and the last, smaller one of an epoch, for training and for gradients by images;
   * one or two for testing.
   */
  private static final int PLANS = 6;

  private final Network network;
  private final Loss loss;
  private final ComputeType compute;
  private final int threads;
  private final engine device;
  private final stream stream;
  private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);

  /** The last one; null before the first. */
  private TestedModel model;

  private record PlanKey(int batch, Plan.Purpose purpose, ComputeType compute) {}

  /**
   * An engine that computes in float32.
   *
   * @param network what is computed
   * @param loss of a training pass
   * @param threads threads of a computation
   */
  public OneDnnEngine(Network network, Loss loss, int threads) {
    this(network, loss, ComputeType.FLOAT32, threads);
  }

  /**
   * @param network what is computed
   * @param loss of a training pass
   * @param compute what gradients are computed in
   * @param threads threads of a computation
   */
  public OneDnnEngine(Network network, Loss loss, ComputeType compute, int threads) {
    OneDnnLibrary.load();
    this.network = network;
    this.loss = loss;
    this.compute = compute;
    this.threads = threads;
    this.device = new engine(engine.kind.cpu, 0);
    this.stream = new stream(device);
  }

  @Override
  public BatchResult gradient(
      float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
    Plan plan = plan(batch.size(), Plan.Purpose.TRAINING, compute);
    BatchResult result = pass(plan, parameters, batch);
    plan.storeGradient(gradient);
    plan.storeStatistics(batchStatistics);
    return result;
  }

  @Override
  public BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages) {
    Plan plan = plan(batch.size(), Plan.Purpose.IMAGE_GRADIENT, compute);
    BatchResult result = pass(plan, parameters, batch);
    plan.storeImageGradient(byImages);
    return result;
  }

  private BatchResult pass(Plan plan, float[] parameters, Batch batch) {
    int classes = network.classes();
    plan.load(parameters);
    float[] logits = new float[batch.size() * classes];
    plan.begin(Phase.TRAIN, batch.key());
    plan.forward(stream, batch.images(), logits);
    float[] byLogits = new float[logits.length];
    BatchResult result =
        BatchLoss.of(loss, batch.size(), classes, logits, batch.targets(), byLogits);
    plan.backward(stream, byLogits);
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
    Plan plan = plan(size, Plan.Purpose.TESTING, ComputeType.FLOAT32);
    if (model == null || !model.holds(parameters, statistics)) {
      model = new TestedModel(parameters, statistics);
    }
    plan.prepare(stream, model);
    plan.begin(phase, key);
    plan.forward(stream, images, logits);
  }

  @Override
  public void batchStatistics(
      float[] parameters, int size, float[] images, float[] batchStatistics) {
    Plan plan = plan(size, Plan.Purpose.TRAINING, ComputeType.FLOAT32);
    plan.load(parameters);
    plan.begin(Phase.MEASURE, null);
    plan.forward(stream, images, new float[size * network.classes()]);
    plan.storeStatistics(batchStatistics);
  }

  @Override
  public void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
    stream.deallocate();
    device.deallocate();
  }

  private Plan plan(int batch, Plan.Purpose purpose, ComputeType type) {
    // The setting belongs to the calling thread, which may be another one each time.
    OneDnnLibrary.setThreads(threads);
    PlanKey key = new PlanKey(batch, purpose, type);
    Plan plan = plans.get(key);
    if (plan == null) {
      if (plans.size() == PLANS) {
        PlanKey oldest = plans.keySet().iterator().next();
        plans.remove(oldest).close();
      }
      plan = new Plan(device, network, batch, purpose, type);
      plans.put(key, plan);
    }
    return plan;
  }
}
