package org.polyak.evaluate.judge;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.polyak.augment.random.ImageKeys;
import org.polyak.evaluate.combine.Halves;
import org.polyak.evaluate.combine.TemperatureSearch;
import org.polyak.evaluate.combine.TemperatureTerms;
import org.polyak.evaluate.metric.FixedPointSum;
import org.polyak.evaluate.predict.Contender;
import org.polyak.evaluate.predict.Prediction;

/**
 * Fits the temperatures of all contenders together, a pass over the predictions for each step of
 * Newton's method. Sums are whole numbers: the same bits on any partitions.
 */
public final class TemperatureFit {

  private TemperatureFit() {}

  /**
   * Inverse temperatures by contender and half that they are used on.
   *
   * @param predictions of the images that are fitted on
   */
  public static double[][] inverses(
      JavaRDD<Prediction> predictions, List<Contender> contenders, Halves halves) {
    TemperatureSearch[][] searches = new TemperatureSearch[contenders.size()][halves.count()];
    for (TemperatureSearch[] row : searches) {
      for (int half = 0; half < row.length; half++) {
        row[half] = new TemperatureSearch();
      }
    }
    List<Contender> all = new ArrayList<>(contenders);
    while (!done(searches)) {
      double[][] at = new double[searches.length][halves.count()];
      for (int i = 0; i < at.length; i++) {
        for (int half = 0; half < at[i].length; half++) {
          // NaN: nothing is to be measured there.
          at[i][half] = searches[i][half].done() ? Double.NaN : searches[i][half].inverse();
        }
      }
      Sums sums =
          predictions
              .mapPartitions(part -> List.of(Sums.of(part, all, halves, at)).iterator())
              .treeReduce(Sums::merge);
      for (int i = 0; i < at.length; i++) {
        for (int half = 0; half < at[i].length; half++) {
          if (!searches[i][half].done()) {
            searches[i][half].measured(sums.slope(i, half), sums.curvature(i, half));
          }
        }
      }
    }
    double[][] inverses = new double[searches.length][Halves.COUNT];
    for (int i = 0; i < inverses.length; i++) {
      for (int half = 0; half < Halves.COUNT; half++) {
        inverses[i][half] = searches[i][halves.fittedOn(half)].inverse();
      }
    }
    return inverses;
  }

  private static boolean done(TemperatureSearch[][] searches) {
    for (TemperatureSearch[] row : searches) {
      for (TemperatureSearch search : row) {
        if (!search.done()) {
          return false;
        }
      }
    }
    return true;
  }

  /** What a part of the predictions says at the places that are asked for. */
  private static final class Sums implements Serializable {

    private static final long serialVersionUID = 1L;

    private final FixedPointSum[][] slopes;
    private final FixedPointSum[][] curvatures;
    private final long[] images = new long[Halves.COUNT];

    private Sums(int contenders) {
      slopes = new FixedPointSum[contenders][Halves.COUNT];
      curvatures = new FixedPointSum[contenders][Halves.COUNT];
      for (int i = 0; i < contenders; i++) {
        for (int half = 0; half < Halves.COUNT; half++) {
          slopes[i][half] = new FixedPointSum();
          curvatures[i][half] = new FixedPointSum();
        }
      }
    }

    static Sums of(
        java.util.Iterator<Prediction> predictions,
        List<Contender> contenders,
        Halves halves,
        double[][] at) {
      Sums sums = new Sums(contenders.size());
      ImageKeys keys = new ImageKeys();
      while (predictions.hasNext()) {
        Prediction prediction = predictions.next();
        int half = halves.of(keys, prediction.id());
        sums.images[half]++;
        for (int i = 0; i < contenders.size(); i++) {
          if (!Double.isNaN(at[i][half])) {
            // Its own half fits: weights of ensembles are those that the other half is judged by.
            double[] probabilities =
                contenders.get(i).probabilities(prediction, halves.fittedOn(half));
            TemperatureTerms terms =
                TemperatureTerms.of(probabilities, prediction.label(), at[i][half]);
            sums.slopes[i][half].add(terms.slope());
            sums.curvatures[i][half].add(terms.curvature());
          }
        }
      }
      return sums;
    }

    static Sums merge(Sums one, Sums other) {
      for (int i = 0; i < one.slopes.length; i++) {
        for (int half = 0; half < Halves.COUNT; half++) {
          one.slopes[i][half].add(other.slopes[i][half]);
          one.curvatures[i][half].add(other.curvatures[i][half]);
        }
      }
      for (int half = 0; half < Halves.COUNT; half++) {
        one.images[half] += other.images[half];
      }
      return one;
    }

    /** 0 without images, which ends the search where it began. */
    double slope(int contender, int half) {
      return images[half] == 0 ? 0 : slopes[contender][half].total() / images[half];
    }

    double curvature(int contender, int half) {
      return images[half] == 0 ? 0 : curvatures[contender][half].total() / images[half];
    }
  }
}
