package org.polyak.train.averaging;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.polyak.augment.EvaluationInput;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.train.data.Slice;
import org.polyak.train.device.AssignedDevice;
import org.polyak.train.engine.Engine;
import org.polyak.train.engine.Engines;
import org.polyak.train.engine.Logits;
import org.polyak.train.network.Network;

/** Loss and accuracy of a state on a split, without augmentation, for the learning curve. */
public final class Validation {

  /** Images of one forward pass. */
  private static final int BATCH = 128;

  private final JavaSparkContext spark;
  private final TrainingSpec spec;
  private final JavaRDD<Slice> slices;

  /**
   * @param slices the split
   */
  public Validation(JavaSparkContext spark, TrainingSpec spec, JavaRDD<Slice> slices) {
    this.spark = spark;
    this.spec = spec;
    this.slices = slices;
  }

  /**
   * What was found.
   *
   * @param images number of images
   * @param lossSum sum of their losses, of the kind that training takes
   * @param correct images classified right
   */
  public record Score(long images, double lossSum, long correct) implements Serializable {

    /** Mean loss; of softmax cross entropy in nats. */
    public double loss() {
      return lossSum / images;
    }

    /** Part classified right. */
    public double accuracy() {
      return (double) correct / images;
    }

    Score plus(Score other) {
      return new Score(images + other.images, lossSum + other.lossSum, correct + other.correct);
    }
  }

  /** Scores a state; partial sums are added in the order of slices. */
  public Score score(ReplicaState state) {
    Broadcast<ReplicaState> broadcast = spark.broadcast(state);
    try {
      spark.setJobDescription("train: validation");
      return slices.mapPartitions(new Task(spec, broadcast)).collect().stream()
          .reduce(new Score(0, 0, 0), Score::plus);
    } finally {
      broadcast.destroy();
      spark.setJobDescription(null);
    }
  }

  private record Task(TrainingSpec spec, Broadcast<ReplicaState> state)
      implements FlatMapFunction<Iterator<Slice>, Score> {

    @Override
    public Iterator<Score> call(Iterator<Slice> slices) {
      AssignedDevice.bind(spec.config().devices());
      Network network = spec.network();
      Score score = new Score(0, 0, 0);
      try (Engine engine =
          Engines.create(spec.config().engine(), network, spec.config().threads())) {
        EvaluationInput input =
            new EvaluationInput(spec.normalization(), spec.input().height(), spec.input().width());
        List<ImageRecord> images = slices.next().images();
        for (int first = 0; first < images.size(); first += BATCH) {
          score =
              score.plus(
                  score(
                      engine,
                      input,
                      images.subList(first, Math.min(first + BATCH, images.size()))));
        }
      }
      return List.of(score).iterator();
    }

    private Score score(Engine engine, EvaluationInput input, List<ImageRecord> images) {
      int values = spec.input().size();
      int classes = spec.classes();
      float[] pixels = new float[images.size() * values];
      for (int i = 0; i < images.size(); i++) {
        input.apply(images.get(i), pixels, i * values);
      }
      input.complete(pixels, images.size());
      float[] logits = new float[images.size() * classes];
      engine.logits(
          state.value().parameters(), state.value().statistics(), images.size(), pixels, logits);
      double loss = 0;
      long correct = 0;
      for (int i = 0; i < images.size(); i++) {
        int label = images.get(i).label();
        loss += loss(logits, i * classes, label);
        correct += Logits.argMax(logits, i * classes, classes) == label ? 1 : 0;
      }
      return new Score(images.size(), loss, correct);
    }

    private double loss(float[] logits, int offset, int label) {
      double[] row = new double[spec.classes()];
      double[] target = new double[spec.classes()];
      for (int c = 0; c < row.length; c++) {
        row[c] = logits[offset + c];
      }
      target[label] = 1;
      return spec.config().loss().forValidation().of(row, target, new double[row.length]);
    }
  }
}
