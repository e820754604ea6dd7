package org.polyak.benchmark.bfloat16;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import org.polyak.benchmark.steps.PolyakSteps;
import org.polyak.train.engine.ComputeType;

/**
 * Whole training steps (forward, backward, optimiser, running statistics) in float32 and in
 * bfloat16, in turns in one process: images/s of both by the clock, and medians of the turns'
 * ratios. With one thread the ratio of processor time is there too, which other work on the machine
 * disturbs less.
 */
public final class TrainingSteps {

  private static final int WARM = 2;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private TrainingSteps() {}

  /** What is measured. */
  private record Case(String network, int batch, int threads) {}

  /** Images a second of the clock, and of the calling thread's processor time. */
  private record Rate(double byClock, double byProcessor) {}

  /**
   * Prints a table.
   *
   * @param arguments turns, and seconds of a turn of each type
   */
  public static void main(String[] arguments) {
    int turns = Integer.parseInt(arguments[0]);
    double seconds = Double.parseDouble(arguments[1]);
    int cores = Runtime.getRuntime().availableProcessors();
    System.out.printf(
        Locale.ROOT,
        "%nWhole training steps, images/s, medians of %d turns of %.3g s%n%n",
        turns,
        seconds);
    System.out.println(
        "| network, batch, threads | float32 | bfloat16 | ratio | of processor time |");
    System.out.println("|---|---|---|---|---|");
    for (Case one :
        new Case[] {
          new Case("cifar-resnet18", 64, 1),
          new Case("resnet20", 64, 1),
          new Case("resnet20", 128, 1),
          new Case("cifar-resnet18", 64, cores)
        }) {
      measure(one, turns, seconds);
    }
  }

  private static void measure(Case one, int turns, double seconds) {
    try (PolyakSteps wide = steps(one, ComputeType.FLOAT32);
        PolyakSteps narrow = steps(one, ComputeType.BFLOAT16)) {
      Rate[] rates = new Rate[turns];
      Rate[] narrowRates = new Rate[turns];
      double[] ratios = new double[turns];
      double[] processorRatios = new double[turns];
      for (int turn = 0; turn < turns; turn++) {
        rates[turn] = rate(wide, one.batch, seconds);
        narrowRates[turn] = rate(narrow, one.batch, seconds);
        ratios[turn] = narrowRates[turn].byClock / rates[turn].byClock;
        processorRatios[turn] = narrowRates[turn].byProcessor / rates[turn].byProcessor;
      }
      System.out.printf(
          Locale.ROOT,
          "| %s, %d, %d | %.0f | %.0f | **%.2f** | %s |%n",
          one.network,
          one.batch,
          one.threads,
          median(Arrays.stream(rates).mapToDouble(Rate::byClock).toArray()),
          median(Arrays.stream(narrowRates).mapToDouble(Rate::byClock).toArray()),
          median(ratios),
          one.threads == 1 ? String.format(Locale.ROOT, "%.2f", median(processorRatios)) : "");
    }
  }

  private static PolyakSteps steps(Case one, ComputeType compute) {
    return new PolyakSteps(one.network, "onednn", compute, one.threads, one.batch);
  }

  private static Rate rate(PolyakSteps steps, int batch, double seconds) {
    for (int i = 0; i < WARM; i++) {
      steps.train();
    }
    long count = 0;
    long processor = THREADS.getCurrentThreadCpuTime();
    long began = System.nanoTime();
    long took;
    do {
      steps.train();
      count += batch;
      took = System.nanoTime() - began;
    } while (took < seconds * 1e9);
    return new Rate(
        count / (took / 1e9), count / ((THREADS.getCurrentThreadCpuTime() - processor) / 1e9));
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
