package org.polyak.train.engine.nd4j;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchLoss;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.RandomKey;
import org.polyak.train.engine.dl4j.NativeBackend;
import org.polyak.train.engine.plain.Phase;
import org.polyak.train.loss.Loss;
import org.polyak.train.network.Network;

/**
 * Computes networks with ND4J's operations in float32, on whatever backend ND4J has: on processors
 * with the oneDNN inside it, on GPUs with cuDNN. The loss is computed on the host. Plans are
 * compiled when a batch size is first seen; the few sizes used last stay.
 */
public final class Nd4jEngine implements Engine {

  /**
   * A full batch and the last, smaller one of an epoch, for training and for gradients by images;
   * one or two for testing.
   */
  private static final int PLANS = 6;

  private final Network network;
  private final Loss loss;
  private final int threads;
  private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);

  private record PlanKey(int batch, Plan.Purpose purpose) {}

  /**
   * @param network what is computed
   * @param loss of a training pass
   * @param threads threads of native operations
   */
  public Nd4jEngine(Network network, Loss loss, int threads) {
    NativeBackend.load();
    this.network = network;
    this.loss = loss;
    this.threads = threads;
  }

  @Override
  public BatchResult gradient(
      float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
    Plan plan = plan(batch.size(), Plan.Purpose.TRAINING);
    BatchResult result = pass(plan, parameters, batch);
    Transfer.read(plan.gradient(), gradient);
    Transfer.read(plan.statistics(), batchStatistics);
    return result;
  }

  @Override
  public BatchResult imageGradient(float[] parameters, Batch batch, float[] byImages) {
    Plan plan = plan(batch.size(), Plan.Purpose.IMAGE_GRADIENT);
    BatchResult result = pass(plan, parameters, batch);
    Transfer.read(plan.byImages(), byImages);
    return result;
  }

  private BatchResult pass(Plan plan, float[] parameters, Batch batch) {
    int classes = network.classes();
    set(plan, parameters, batch.images());
    plan.forward(Phase.TRAIN, batch.key());
    float[] logits = new float[batch.size() * classes];
    Transfer.read(plan.logits(), logits);
    float[] byLogits = new float[logits.length];
    BatchResult result =
        BatchLoss.of(loss, batch.size(), classes, logits, batch.targets(), byLogits);
    Transfer.write(byLogits, plan.byLogits());
    plan.backward();
    return result;
  }

  private static void set(Plan plan, float[] parameters, float[] images) {
    if (parameters.length > 0) {
      Transfer.write(parameters, plan.parameters());
    }
    Transfer.write(images, plan.images());
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
    Plan plan = plan(size, Plan.Purpose.TESTING);
    set(plan, parameters, images);
    if (statistics.length > 0) {
      Transfer.write(statistics, plan.statistics());
    }
    plan.forward(phase, key);
    float[] values = new float[size * network.classes()];
    Transfer.read(plan.logits(), values);
    System.arraycopy(values, 0, logits, 0, values.length);
  }

  @Override
  public void batchStatistics(
      float[] parameters, int size, float[] images, float[] batchStatistics) {
    Plan plan = plan(size, Plan.Purpose.TRAINING);
    set(plan, parameters, images);
    plan.forward(Phase.MEASURE, null);
    Transfer.read(plan.statistics(), batchStatistics);
  }

  @Override
  public void close() {
    plans.values().forEach(Plan::close);
    plans.clear();
  }

  private Plan plan(int batch, Plan.Purpose purpose) {
    // The setting belongs to the calling thread, which may be another one each time.
    NativeBackend.setThreads(threads);
    PlanKey key = new PlanKey(batch, purpose);
    Plan plan = plans.get(key);
    if (plan == null) {
      if (plans.size() == PLANS) {
        PlanKey oldest = plans.keySet().iterator().next();
        plans.remove(oldest).close();
      }
      plan = new Plan(network, batch, purpose, DataType.FLOAT, NativeBackend.isForGpus());
      plans.put(key, plan);
    }
    return plan;
  }
}
