package org.polyak.evaluate.metric;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How often each class was taken for each: immutable counts, rows true, columns predicted. */
public final class ConfusionMatrix implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long[][] counts;

  /**
   * Copies the counts.
   *
   * @param counts {@code [true class][predicted class]}, square, none negative
   */
  public ConfusionMatrix(long[][] counts) {
    this.counts = new long[counts.length][];
    for (int row = 0; row < counts.length; row++) {
      if (counts[row].length != counts.length
          || Arrays.stream(counts[row]).anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException(
            "Row " + row + " is not " + counts.length + " counts: " + Arrays.toString(counts[row]));
      }
      this.counts[row] = counts[row].clone();
    }
  }

  /** Number of classes. */
  public int classes() {
    return counts.length;
  }

  /** How many examples of a class were predicted to be of a class. */
  public long count(int trueLabel, int predictedLabel) {
    return counts[trueLabel][predictedLabel];
  }

  /** Examples of a class: the sum of a row. */
  public long support(int label) {
    return Arrays.stream(counts[label]).sum();
  }

  /** Examples predicted to be of a class: the sum of a column. */
  public long predicted(int label) {
    return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
  }

  /** Precision, recall and F1 of every class, by label. */
  public List<ClassScore> scores() {
    return IntStream.range(0, classes())
        .mapToObj(
            label -> ClassScore.of(label, counts[label][label], support(label), predicted(label)))
        .toList();
  }

  /**
   * The most frequent mistakes, largest count first, then by true and predicted label.
   *
   * @param limit how many at most
   */
  public List<Confusion> largest(int limit) {
    List<Confusion> confusions = new ArrayList<>();
    for (int row = 0; row < counts.length; row++) {
      for (int column = 0; column < counts.length; column++) {
        if (row != column && counts[row][column] > 0) {
          confusions.add(new Confusion(row, column, counts[row][column]));
        }
      }
    }
    // The sort is stable, and the list is in the order of labels.
    confusions.sort(Comparator.comparingLong(Confusion::count).reversed());
    return List.copyOf(confusions.subList(0, Math.min(limit, confusions.size())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConfusionMatrix matrix && Arrays.deepEquals(counts, matrix.counts);
  }

  @Override
  public int hashCode() {
    return Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    return Arrays.deepToString(counts);
  }
}
