package org.polyak.train.stopping;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.polyak.train.snapshot.HistoryPoint;

/** A figure of the learning curve by which epochs are compared. */
public enum Metric {
  /** Mean cross entropy of the validation split, in nats; the smallest is the best. */
  VALIDATION_LOSS(HistoryPoint::validationLoss, false),
  /** Part of the validation split classified wrong; the smallest is the best. */
  VALIDATION_ERROR(point -> error(point.validationAccuracy()), false),
  /** Part of the validation split classified right; the largest is the best. */
  VALIDATION_ACCURACY(HistoryPoint::validationAccuracy, true),
  /** Mean cross entropy of an epoch's steps, in nats; the smallest is the best. */
  TRAIN_LOSS(HistoryPoint::trainLoss, false),
  /** Part of an epoch's images classified wrong; the smallest is the best. */
  TRAIN_ERROR(point -> error(point.trainAccuracy()), false),
  /** Part of an epoch's images classified right; the largest is the best. */
  TRAIN_ACCURACY(HistoryPoint::trainAccuracy, true);

  private final Function<HistoryPoint, Double> figure;
  private final boolean maximum;

  Metric(Function<HistoryPoint, Double> figure, boolean maximum) {
    this.figure = figure;
    this.maximum = maximum;
  }

  /** The word in a recipe. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words in a recipe. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Metric::key).toList();
  }

  /** The metric of a word. */
  public static Metric ofKey(String key) {
    return Arrays.stream(values()).filter(m -> m.key().equals(key)).findFirst().orElseThrow();
  }

  /** Whether it takes a validation split. */
  public boolean isOfValidation() {
    return this == VALIDATION_LOSS || this == VALIDATION_ERROR || this == VALIDATION_ACCURACY;
  }

  /** Its value in an epoch; empty if the epoch was not judged by it. */
  public OptionalDouble value(HistoryPoint point) {
    Double value = figure.apply(point);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** By how much one value is better than another; negative if it is worse. */
  public double gain(double value, double over) {
    return maximum ? value - over : over - value;
  }

  private static Double error(Double accuracy) {
    return accuracy == null ? null : Double.valueOf(1 - accuracy);
  }
}
