package org.polyak.train.averaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.polyak.train.averaging.RoundResult.PhaseSeconds;

/**
 * Where the time of the rounds went, seen from the driver. For each round the slowest replica's
 * phases count; what the round took beyond it is waiting for Spark: scheduling, broadcast, results.
 */
public final class Timeline {

  private double prepare;
  private double augment;
  private double step;
  private double wait;
  private double reduce;
  private final List<Double> overheads = new ArrayList<>();

  void round(double seconds, List<RoundResult> results) {
    PhaseSeconds slowest = new PhaseSeconds(0, 0, 0);
    for (RoundResult result : results) {
      if (result.seconds().total() > slowest.total()) {
        slowest = result.seconds();
      }
    }
    prepare += slowest.prepare();
    augment += slowest.augment();
    step += slowest.step();
    wait += Math.max(0, seconds - slowest.total());
    overheads.add(Math.max(0, seconds - slowest.total()));
  }

  void reduced(double seconds) {
    reduce += seconds;
  }

  /** Seconds by phase, in the order in which phases come. */
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("prepare", prepare);
    seconds.put("augment", augment);
    seconds.put("step", step);
    seconds.put("wait", wait);
    seconds.put("reduce", reduce);
    return seconds;
  }

  /** Median over rounds of the time that a round took beyond its slowest replica, in seconds. */
  public double medianOverhead() {
    if (overheads.isEmpty()) {
      return 0;
    }
    List<Double> sorted = overheads.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
