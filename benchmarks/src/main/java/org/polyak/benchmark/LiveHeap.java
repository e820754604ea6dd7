package org.polyak.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.polyak.pipeline.cli.Polyak;

/**
 * Runs a command of {@code polyak} and says what memory it took: the most that lived on the heap,
 * looked at right after a whole collection every two seconds, and the most that the process had
 * from the system, heap, code and native memory together.
 */
public final class LiveHeap {

  private static final long INTERVAL_MILLIS = 2000;
  private static final double MEGABYTE = 1 << 20;

  private LiveHeap() {}

  /** Arguments: a name for the line that is printed, then those of {@code polyak}. */
  public static void main(String[] arguments) throws Exception {
    Watch watch = new Watch();
    Thread thread = new Thread(watch, "live heap");
    thread.setDaemon(true);
    thread.start();
    long began = System.nanoTime();
    int code = Polyak.execute(Arrays.copyOfRange(arguments, 1, arguments.length));
    System.out.printf(
        Locale.ROOT,
        "%s: at most %,.0f MB live on the heap (%d looks), %,.0f MB resident, %.0f s%n",
        arguments[0],
        watch.most / MEGABYTE,
        watch.looks,
        residentBytes() / MEGABYTE,
        (System.nanoTime() - began) / 1e9);
    System.exit(code);
  }

  private static final class Watch implements Runnable {

    private final MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    private volatile long most;
    private volatile int looks;

    /** As the collection itself left it: other threads go on allocating meanwhile. */
    private static long live() {
      return ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .mapToLong(pool -> pool.getCollectionUsage().getUsed())
          .sum();
    }

    @Override
    public void run() {
      try {
        while (true) {
          Thread.sleep(INTERVAL_MILLIS);
          memory.gc();
          most = Math.max(most, live());
          looks++;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static double residentBytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }
}
