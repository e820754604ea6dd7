package org.polyak.train.schedule;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Cosine annealing in equal cycles, each restarting at the initial rate: rate = minimum + (initial
 * - minimum) / 2 * (1 + cos(pi * t)), t the part of the cycle that is over. One cycle is plain
 * annealing; several are the restarts of SGDR (Loshchilov and Hutter 2017) with equal lengths, as
 * used for snapshot ensembles (Huang et al. 2017).
 *
 * @param initial rate at the start of a cycle
 * @param minimum rate at its end
 * @param cycles number of cycles; must divide {@code epochs}
 * @param epochs length of training
 */
public record CosineSchedule(double initial, double minimum, int cycles, int epochs)
    implements Schedule {

  /** Checks that cycles are whole epochs. */
  public CosineSchedule {
    if (cycles < 1 || epochs % cycles != 0) {
      throw new IllegalArgumentException(
          "%d cycles do not divide %d epochs".formatted(cycles, epochs));
    }
  }

  @Override
  public double at(double epoch) {
    double length = (double) epochs / cycles;
    double t = epoch >= epochs ? 1 : epoch % length / length;
    return minimum + (initial - minimum) / 2 * (1 + StrictMath.cos(StrictMath.PI * t));
  }

  @Override
  public List<Integer> cycleEnds() {
    return IntStream.rangeClosed(1, cycles).map(c -> c * (epochs / cycles)).boxed().toList();
  }
}
