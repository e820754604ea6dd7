package org.polyak.train.engine.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.polyak.train.engine.Batch;
import org.polyak.train.engine.BatchResult;
import org.polyak.train.engine.Engine;
import org.polyak.train.network.Network;

/**
 * Computes networks with oneDNN's primitives. Plans are compiled when a batch size is first seen;
 * the few sizes used last stay.
 */
public final class OneDnnEngine implements Engine {

  /** A full batch and the last, smaller one of an epoch, for training; one or two for testing. */
  private static final int PLANS = 4;

  private final Network network;
  private final int threads;
  private final engine device;
  private final stream stream;
  private final Map<PlanKey, Plan> plans = new LinkedHashMap<>(8, 0.75f, true);

  private record PlanKey(int batch, boolean training) {}

  /**
   * @param network what is computed
   * @param threads threads of a computation
   */
  public OneDnnEngine(Network network, int threads) {
    OneDnnLibrary.load();
    this.network = network;
    this.threads = threads;
    this.device = new engine(engine.kind.cpu, 0);
    this.stream = new stream(device);
  }

  @Override
  public BatchResult gradient(
      float[] parameters, Batch batch, float[] gradient, float[] batchStatistics) {
    int classes = network.classes();
    Plan plan = plan(batch.size(), true);
    plan.load(parameters);
    float[] logits = new float[batch.size() * classes];
    plan.forward(stream, batch.images(), logits);
    float[] byLogits = new float[logits.length];
    BatchResult result = SoftmaxLoss.of(batch.size(), classes, logits, batch.targets(), byLogits);
    plan.backward(stream, byLogits);
    plan.storeGradient(gradient);
    plan.storeStatistics(batchStatistics);
    return result;
  }

  @Override
  public void logits(
      float[] parameters, float[] statistics, int size, float[] images, float[] logits) {
    Plan plan = plan(size, false);
    plan.load(parameters);
    plan.loadStatistics(statistics);
    plan.forward(stream, images, logits);
  }

  @Override
  public void batchStatistics(
      float[] parameters, int size, float[] images, float[] batchStatistics) {
    Plan plan = plan(size, true);
    plan.load(parameters);
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

  private Plan plan(int batch, boolean training) {
    // The setting belongs to the calling thread, which may be another one each time.
    OneDnnLibrary.setThreads(threads);
    PlanKey key = new PlanKey(batch, training);
    Plan plan = plans.get(key);
    if (plan == null) {
      if (plans.size() == PLANS) {
        PlanKey oldest = plans.keySet().iterator().next();
        plans.remove(oldest).close();
      }
      plan = new Plan(device, network, batch, training);
      plans.put(key, plan);
    }
    return plan;
  }
}
