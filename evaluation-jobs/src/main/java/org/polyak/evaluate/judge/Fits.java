package org.polyak.evaluate.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.combine.Combination;
import org.polyak.evaluate.combine.Fitting;
import org.polyak.evaluate.combine.GreedySelection;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.combine.MixtureWeights;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;

/**
 * Fits the weights of ensembles. Only what each model gives the true class matters for that, so the
 * driver gets one number for each image and column, of at most {@link #IMAGES} images: those of the
 * smallest keys, which are a random choice and the same everywhere.
 */
public final class Fits {

  /** Images that weights are fitted on, at most. */
  static final int IMAGES = 50_000;

  /** Weights below are not worth a prediction. */
  private static final double LEAST = 1e-3;

  private final Halves halves;
  private final int greedyAdditions;

  /**
   * @param halves which images are fitted on for which
   * @param greedyAdditions how often greedy selection adds a model, at most
   */
  public Fits(Halves halves, int greedyAdditions) {
    this.halves = halves;
    this.greedyAdditions = greedyAdditions;
  }

  /**
   * The contenders with fitted weights.
   *
   * @param predictions of the images that are fitted on
   */
  public List<Contender> fit(JavaRDD<Prediction> predictions, List<Contender> contenders) {
    if (contenders.stream().allMatch(contender -> contender.fitting() == Fitting.NONE)) {
      return contenders;
    }
    List<Sample> samples =
        predictions.mapPartitions(new Sampling(halves)).takeOrdered(IMAGES, new ByKey());
    List<Contender> fitted = new ArrayList<>();
    Map<List<Object>, List<List<Double>>> known = new HashMap<>();
    for (Contender contender : contenders) {
      fitted.add(
          contender.fitting() == Fitting.NONE
              ? contender
              : contender.with(
                  new Combination(
                      contender.combination().rule(),
                      contender.combination().columns(),
                      known.computeIfAbsent(
                          List.of(contender.fitting(), contender.combination().columns()),
                          key -> weights(samples, contender)))));
    }
    return fitted;
  }

  private List<List<Double>> weights(List<Sample> samples, Contender contender) {
    List<List<Double>> weights = new ArrayList<>();
    for (int half = 0; half < Halves.COUNT; half++) {
      int source = halves.fittedOn(half);
      double[][] likelihoods =
          samples.stream()
              .filter(sample -> sample.half() == source)
              .map(sample -> sample.of(contender.combination().columns()))
              .toArray(double[][]::new);
      // A half may be empty when there are very few images.
      weights.add(
          likelihoods.length == 0
              ? contender.combination().weights().get(half)
              : pruned(fit(contender.fitting(), likelihoods)));
    }
    return weights;
  }

  private double[] fit(Fitting fitting, double[][] likelihoods) {
    return fitting == Fitting.GREEDY
        ? GreedySelection.fit(likelihoods, greedyAdditions)
        : MixtureWeights.fit(likelihoods);
  }

  private static List<Double> pruned(double[] weights) {
    double[] kept = Arrays.stream(weights).map(w -> w < LEAST ? 0 : w).toArray();
    double sum = Arrays.stream(kept).sum();
    return Arrays.stream(kept).map(w -> w / sum).boxed().toList();
  }

  private record Sample(long key, int half, float[] likelihoods) implements Serializable {
    double[] of(List<Integer> columns) {
      return columns.stream()
          .mapToDouble(c -> Math.max(likelihoods[c], MetricsAccumulator.SMALLEST_PROBABILITY))
          .toArray();
    }
  }

  private static final class ByKey implements Comparator<Sample>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(Sample one, Sample other) {
      return Long.compareUnsigned(one.key(), other.key());
    }
  }

  private record Sampling(Halves halves) implements FlatMapFunction<Iterator<Prediction>, Sample> {

    @Override
    public Iterator<Sample> call(Iterator<Prediction> predictions) {
      ImageKeys keys = new ImageKeys();
      // One after the other: a part may hold many more than are kept.
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return predictions.hasNext();
        }

        @Override
        public Sample next() {
          return sample(predictions.next(), keys);
        }
      };
    }

    private Sample sample(Prediction prediction, ImageKeys keys) {
      float[] likelihoods = new float[prediction.probabilities().length];
      for (int c = 0; c < likelihoods.length; c++) {
        likelihoods[c] = prediction.probabilities()[c][prediction.label()];
      }
      long key = keys.of(prediction.id());
      return new Sample(key, halves.of(key), likelihoods);
    }
  }
}
