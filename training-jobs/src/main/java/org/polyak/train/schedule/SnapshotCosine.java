package org.polyak.train.schedule;

import java.util.ArrayList;
import java.util.List;

/**
 * The cyclic cosine of snapshot ensembles (Huang et al. 2017, "Snapshot Ensembles: Train 1, Get M
 * for Free", equation 2): rate = initial / 2 * (cos(pi * mod(t - 1, ceil(T / M)) / ceil(T / M)) +
 * 1), t the step from 1, T steps in all, M cycles. In units of epochs, as here, t - 1 is progress
 * before the step and T the epochs of training; ceil(T / M) then is a whole number of epochs, since
 * snapshots are taken at ends of epochs, and the last cycle is shorter if M does not divide T.
 *
 * @param initial rate after a restart
 * @param cycles M
 * @param epochs length of training
 */
public record SnapshotCosine(double initial, int cycles, int epochs) implements Schedule {

  /** Checks that there are cycles. */
  public SnapshotCosine {
    if (cycles < 1) {
      throw new IllegalArgumentException("Invalid cycles: %d (must be >= 1)".formatted(cycles));
    }
  }

  @Override
  public double at(double epoch) {
    int length = length();
    double t = epoch >= epochs ? (epochs - 1) % length + 1 : epoch % length;
    return initial / 2 * (StrictMath.cos(StrictMath.PI * t / length) + 1);
  }

  @Override
  public List<Integer> cycleEnds() {
    List<Integer> ends = new ArrayList<>();
    for (int end = length(); end < epochs; end += length()) {
      ends.add(end);
    }
    ends.add(epochs);
    return List.copyOf(ends);
  }

  private int length() {
    return (epochs + cycles - 1) / cycles;
  }
}
