package org.polyak.train.engine.dl4j;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.polyak.augment.Augmenter;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.averaging.AveragingMemory;
import org.polyak.train.averaging.EpochOrder;
import org.polyak.train.averaging.EpochPlan;
import org.polyak.train.averaging.EpochPosition;
import org.polyak.train.averaging.EpochTrainer;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.averaging.Timeline;
import org.polyak.train.averaging.TrainingSpec;
import org.polyak.train.data.Slice;
import org.polyak.train.loss.SoftmaxCrossEntropy;
import org.polyak.train.network.Network;
import org.polyak.train.schedule.TrainingSchedule;

/**
 * dl4j-spark's own ParameterAveragingTrainingMaster on the same images, network and recipe, as a
 * baseline. What it does differently cannot be configured away: the learning rate changes once an
 * epoch only, replicas weigh the same whatever they have seen, batches that do not fill its plan
 * are left out, and its updater starts anew in every process, so a resumed run is not the same run
 * to the bit. Momentum is always Nesterov's.
 */
public final class Dl4jMaster implements EpochTrainer {

  private final JavaSparkContext spark;
  private TrainingSpec spec;
  private final JavaRDD<Slice> slices;
  private final ParameterExchange exchange;
  private final SparkComputationGraph trainer;
  private final Timeline timeline = new Timeline();

  /**
   * @param slices the training split, a slice a replica
   */
  public Dl4jMaster(JavaSparkContext spark, TrainingSpec spec, JavaRDD<Slice> slices) {
    NativeBackend.prepare();
    this.spark = spark;
    this.spec = spec;
    this.slices = slices;
    Network network = spec.network();
    this.exchange = new ParameterExchange(network);
    org.polyak.train.optimizer.Sgd sgd =
        (org.polyak.train.optimizer.Sgd) spec.config().optimizer().rule();
    ComputationGraph graph =
        new ComputationGraph(
            Dl4jGraph.of(
                network,
                new SoftmaxCrossEntropy(),
                updater(sgd),
                spec.config().optimizer().weightDecay(),
                null));
    graph.init();
    this.trainer =
        new SparkComputationGraph(
            spark,
            graph,
            new ParameterAveragingTrainingMaster.Builder(
                    spec.config().replicas(), spec.config().batchSize())
                .batchSizePerWorker(spec.config().batchSize())
                .averagingFrequency(spec.plan().period())
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .workerPrefetchNumBatches(2)
                .saveUpdater(true)
                .build());
  }

  @Override
  public EpochResult train(
      ReplicaState start,
      AveragingMemory memory,
      int epoch,
      EpochPosition position,
      RoundListener listener) {
    ComputationGraph graph = trainer.getNetwork();
    exchange.load(start.parameters(), graph);
    exchange.loadStatistics(start.statistics(), graph);
    graph.setLearningRate(spec.config().schedule().rate(spec.plan().moment(epoch, 0)));
    trainer.fit(slices.mapPartitions(new Batches(spec, epoch)));
    ReplicaState state = start.copy();
    exchange.store(graph.paramTable(), state.parameters());
    exchange.storeStatistics(graph.paramTable(), state.statistics());
    long examples = spec.plan().examples();
    double loss = trainer.getScore();
    // Its rounds are its own affair: it can only be stopped and resumed between epochs.
    listener.roundDone(
        new Round(examples, loss, List.of(loss), state, memory, position.plus(examples, loss, 0)));
    // The master does not say how many of its images were classified right.
    return new EpochResult(state, memory, examples, loss, Double.NaN, spec.plan().rounds());
  }

  @Override
  public void follow(TrainingSchedule schedule) {
    spec = spec.withConfig(spec.config().withSchedule(schedule));
  }

  @Override
  public Timeline timeline() {
    return timeline;
  }

  @Override
  public void close() {
    trainer.getTrainingMaster().deleteTempFiles(spark);
    slices.unpersist(false);
  }

  private static IUpdater updater(org.polyak.train.optimizer.Sgd sgd) {
    return sgd.momentum() == 0 ? new Sgd(0.1) : new Nesterovs(0.1, sgd.momentum());
  }

  /** A slice as batches in the epoch's order. */
  private record Batches(TrainingSpec spec, int epoch)
      implements FlatMapFunction<Iterator<Slice>, DataSet> {

    @Override
    public Iterator<DataSet> call(Iterator<Slice> slices) {
      NativeBackend.prepare();
      Slice slice = slices.next();
      Augmenter augmenter =
          new Augmenter(
              spec.policy(),
              spec.normalization(),
              spec.components(),
              spec.input().height(),
              spec.input().width(),
              spec.config().seed());
      EpochPlan plan = spec.plan();
      int[] order =
          EpochOrder.of(spec.config().seed(), epoch, slice.number(), slice.images().size());
      List<DataSet> batches = new ArrayList<>();
      for (int step = 0; step < plan.steps(slice.number()); step++) {
        int size = plan.batch(slice.number(), step);
        float[] images = new float[size * spec.input().size()];
        float[] targets = new float[size * spec.classes()];
        for (int i = 0; i < size; i++) {
          ImageRecord image = slice.images().get(order[plan.firstExample(step) + i]);
          augmenter.apply(epoch, image, images, i * spec.input().size());
          targets[i * spec.classes() + image.label()] = 1;
        }
        augmenter.complete(images, size);
        batches.add(new DataSet(images(size, images), targets(size, targets)));
      }
      return batches.iterator();
    }

    private INDArray images(int size, float[] values) {
      long[] shape = {size, spec.input().height(), spec.input().width(), spec.input().channels()};
      return Nd4j.create(values, shape, 'c');
    }

    private INDArray targets(int size, float[] values) {
      return Nd4j.create(values, new long[] {size, spec.classes()}, 'c');
    }
  }
}
