package org.polyak.train.schedule;

import java.util.List;

/**
 * One rise and one fall over all of training (Smith and Topin 2018, "Super-Convergence"): from
 * start to peak in the first part, then to end, each along half a cosine, as in fastai and PyTorch,
 * or a line, as in the paper. A momentum takes the same way upside down.
 *
 * @param start first value
 * @param peak value in between
 * @param end last value
 * @param rise part of training until the peak, above 0 and below 1
 * @param linear whether along lines
 * @param epochs length of training
 */
public record OneCycle(
    double start, double peak, double end, double rise, boolean linear, int epochs)
    implements Schedule {

  @Override
  public double at(double epoch) {
    double t = Math.min(1, epoch / epochs);
    return t < rise ? between(start, peak, t / rise) : between(peak, end, (t - rise) / (1 - rise));
  }

  @Override
  public List<Integer> cycleEnds() {
    return List.of(epochs);
  }

  private double between(double from, double to, double part) {
    double over = linear ? part : (1 - StrictMath.cos(StrictMath.PI * part)) / 2;
    return from + (to - from) * over;
  }
}
