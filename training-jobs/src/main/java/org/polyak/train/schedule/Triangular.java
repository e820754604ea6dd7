package org.polyak.train.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * Triangular cycles (Smith 2017, "Cyclical Learning Rates for Training Neural Networks"): with
 * cycle = floor(1 + t / (2 s)) and x = |t / s - 2 cycle + 1|, rate = minimum + (maximum - minimum)
 * * max(0, 1 - x), divided by 2^(cycle - 1) above the minimum in the form triangular2.
 *
 * @param minimum rate at both ends of a cycle
 * @param maximum rate in its middle
 * @param half epochs of half a cycle, the paper's step size s
 * @param halving whether the height of every cycle is half that of the one before (triangular2)
 * @param epochs length of training
 */
public record Triangular(double minimum, double maximum, double half, boolean halving, int epochs)
    implements Schedule {

  @Override
  public double at(double epoch) {
    double cycle = Math.floor(1 + epoch / (2 * half));
    double x = Math.abs(epoch / half - 2 * cycle + 1);
    double height = (maximum - minimum) * Math.max(0, 1 - x);
    return minimum + (halving ? height / StrictMath.pow(2, cycle - 1) : height);
  }

  /** Ends of cycles that are ends of epochs. */
  @Override
  public List<Integer> cycleEnds() {
    List<Integer> ends = new ArrayList<>();
    for (int epoch = 1; epoch < epochs; epoch++) {
      if (epoch % (2 * half) == 0) {
        ends.add(epoch);
      }
    }
    ends.add(epochs);
    return List.copyOf(ends);
  }
}
