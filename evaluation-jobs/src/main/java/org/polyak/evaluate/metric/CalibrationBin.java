package org.polyak.evaluate.metric;

import java.io.Serializable;

/**
 * The predictions whose confidence, the largest probability, fell into {@code (low, high]}.
 *
 * @param low lower end of the bin, excluded (the first bin takes 0 too)
 * @param high upper end of the bin, included
 * @param examples predictions in the bin
 * @param correct of these, right ones
 * @param confidence mean confidence of the bin, NaN if it is empty
 */
public record CalibrationBin(
    double low, double high, long examples, long correct, double confidence)
    implements Serializable {

  /** Part of the bin's predictions that are right, NaN if it is empty. */
  public double accuracy() {
    return examples == 0 ? Double.NaN : (double) correct / examples;
  }
}
