package org.polyak.benchmark.steps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bare steps and inference of ResNet-20 with each engine on processors, in turns. */
public final class EngineComparison {

  private static final List<String> ENGINES = List.of("onednn", "nd4j", "dl4j");
  private static final int BATCH = 64;

  private EngineComparison() {}

  /** Prints medians in images a second and their ratios to the first engine. */
  public static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("usage: EngineComparison THREADS TURNS SECONDS");
      System.exit(2);
    }
    int threads = Integer.parseInt(arguments[0]);
    for (boolean training : new boolean[] {true, false}) {
      System.out.printf(
          "resnet20, %s, batch %d, %d thread%s, images/s%n",
          training ? "training" : "inference", BATCH, threads, threads == 1 ? "" : "s");
      compare(training, threads, Integer.parseInt(arguments[1]), Double.parseDouble(arguments[2]));
    }
  }

  private static void compare(boolean training, int threads, int turns, double seconds) {
    Map<String, PolyakSteps> engines = new LinkedHashMap<>();
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    try {
      for (String engine : ENGINES) {
        engines.put(engine, new PolyakSteps("resnet20", engine, threads, BATCH));
        rates.put(engine, new ArrayList<>());
      }
      for (int turn = 0; turn < turns; turn++) {
        engines.forEach((name, steps) -> rates.get(name).add(steps.rate(training, seconds)));
      }
    } finally {
      engines.values().forEach(PolyakSteps::close);
    }
    double first = median(rates.get(ENGINES.get(0)));
    rates.forEach(
        (name, all) ->
            System.out.printf(
                Locale.ROOT, "  %-8s%,8.0f  %.2f%n", name, median(all), median(all) / first));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
