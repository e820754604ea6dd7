package org.polyak.benchmark.pytorch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.polyak.benchmark.steps.PolyakSteps;

/** Resident memory of a process that trains, as Linux counts it. */
final class MemoryUse {

  private static final int BATCH = 16;
  private static final int WARM = 50;
  private static final int STEPS = 1_000;

  /** Pages that the collector and the compiler of Java take in that time. */
  private static final int ALLOWED_MEGABYTES = 32;

  private MemoryUse() {}

  static void print() throws IOException {
    long empty = megabytes("VmRSS");
    try (PolyakSteps steps = new PolyakSteps("resnet20", "onednn", 1, BATCH)) {
      run(steps, WARM);
      System.gc();
      long before = megabytes("VmRSS");
      run(steps, STEPS);
      System.gc();
      long after = megabytes("VmRSS");
      System.out.printf(
          Locale.ROOT,
          "Resident memory, training, batch %d, 1 thread: %d MB before the engine, %d MB after %d"
              + " steps, %d MB after %,d more, at most %d MB%n",
          BATCH,
          empty,
          before,
          WARM,
          after,
          STEPS,
          megabytes("VmHWM"));
      if (after - before > ALLOWED_MEGABYTES) {
        throw new IllegalStateException("Memory grew by %d MB".formatted(after - before));
      }
    }
  }

  private static void run(PolyakSteps steps, int count) {
    for (int i = 0; i < count; i++) {
      steps.train();
    }
  }

  private static long megabytes(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(number -> Long.parseLong(number) >> 10)
        .findFirst()
        .orElseThrow();
  }
}
