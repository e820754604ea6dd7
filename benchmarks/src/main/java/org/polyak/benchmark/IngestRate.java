package org.polyak.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.pipeline.image.DecodeOptions;
import org.polyak.pipeline.image.ImageDecoder;

/**
 * Ingest of a folder of photographs against its decoder in a bare loop, on the same cores, in one
 * process and in turns. Both read every file once; the loop makes an array of RGB of each, ingest
 * decodes it, takes digests and statistics, sorts the rows, writes Parquet and reads it back.
 *
 * <p>Each turn does both with some images and with three times as many. What the larger collection
 * takes longer is what images cost; what is left of the smaller one is what starting costs: Spark,
 * classes, compilation, planning. Time is told by the clock and as work of all threads of the
 * process, which other work on the machine disturbs less.
 *
 * <p>Arguments: folder with JPEG files (class folders or not), working folder, images to make of
 * them for the smaller collection, turns.
 */
public final class IngestRate {

  private static final int CLASSES = 10;
  private static final int COMMENT = 8;
  private static final int LARGER = 3;

  private final Path folder;
  private final int threads = Runtime.getRuntime().availableProcessors();

  private IngestRate(Path folder) {
    this.folder = folder;
  }

  /** Runs the comparison and prints a table with the ratios. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: IngestRate PHOTOS FOLDER IMAGES TURNS");
      System.exit(2);
    }
    new IngestRate(Path.of(arguments[1]))
        .compare(
            Path.of(arguments[0]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
  }

  /**
   * Seconds of a collection.
   *
   * @param clock by the wall
   * @param work of all threads
   */
  private record Seconds(double clock, double work) {

    Seconds minus(Seconds other) {
      return new Seconds(clock - other.clock, work - other.work);
    }

    Seconds plus(Seconds other) {
      return new Seconds(clock + other.clock, work + other.work);
    }

    /** By what part of the other's rate this one comes. */
    String ratio(Seconds other) {
      return String.format(
          Locale.ROOT, "%.3f by the clock, %.3f by work", other.clock / clock, other.work / work);
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.1f s (work %.1f s)", clock, work);
    }
  }

  private record Collection(Path input, List<Path> files) {}

  private void compare(Path photos, int images, int turns) throws Exception {
    Collection small = multiply(photos, folder.resolve("small"), images);
    Collection large = multiply(photos, folder.resolve("large"), LARGER * images);
    Seconds bareSmall = new Seconds(0, 0);
    Seconds bareLarge = bareSmall;
    Seconds ingestSmall = bareSmall;
    Seconds ingestLarge = bareSmall;
    for (int turn = 0; turn <= turns; turn++) {
      Seconds loop = timed(() -> bareLoop(small.files()));
      Seconds job = timed(() -> ingest(small.input()));
      Seconds largeLoop = timed(() -> bareLoop(large.files()));
      Seconds largeJob = timed(() -> ingest(large.input()));
      if (turn > 0) {
        bareSmall = bareSmall.plus(loop);
        bareLarge = bareLarge.plus(largeLoop);
        ingestSmall = ingestSmall.plus(job);
        ingestLarge = ingestLarge.plus(largeJob);
      }
      System.out.printf(
          Locale.ROOT,
          "turn %d%s: %d images: loop %s, ingest %s; %d images: loop %s, ingest %s; of the"
              + " difference: %s%n",
          turn,
          turn == 0 ? " (warm-up)" : "",
          small.files().size(),
          loop,
          job,
          large.files().size(),
          largeLoop,
          largeJob,
          largeJob.minus(job).ratio(largeLoop.minus(loop)));
    }
    Seconds marginalLoop = bareLarge.minus(bareSmall);
    Seconds marginalJob = ingestLarge.minus(ingestSmall);
    System.out.printf(
        Locale.ROOT,
        "%d turns on %d threads, ingest's rate as part of the loop's:%n"
            + "  %d images, all counted: %s%n  %d images, all counted: %s%n"
            + "  of the images between: %s%n",
        turns,
        threads,
        small.files().size(),
        ingestSmall.ratio(bareSmall),
        large.files().size(),
        ingestLarge.ratio(bareLarge),
        marginalJob.ratio(marginalLoop));
    double times = (LARGER - 1) * (double) turns;
    System.out.printf(
        Locale.ROOT,
        "  work for an image: loop %.3f ms, ingest %.3f ms; work to start ingest: %.1f s%n",
        1e3 * marginalLoop.work() / times / images,
        1e3 * marginalJob.work() / times / images,
        (ingestSmall.work() - marginalJob.work() / (LARGER - 1)) / turns);
  }

  private static Seconds timed(Callable<?> work) throws Exception {
    // What came before leaves its garbage to nobody else.
    System.gc();
    long start = System.nanoTime();
    double before = processSeconds();
    work.call();
    return new Seconds((System.nanoTime() - start) / 1e9, processSeconds() - before);
  }

  private static double processSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** Copies that differ in a comment, so that no two have the same bytes. */
  private static Collection multiply(Path photos, Path input, int images) throws IOException {
    List<Path> originals;
    try (Stream<Path> walk = Files.walk(photos)) {
      originals =
          walk.filter(p -> p.toString().toLowerCase(Locale.ROOT).matches(".*\\.jpe?g"))
              .sorted()
              .toList();
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      byte[] original = Files.readAllBytes(originals.get(i % originals.size()));
      ByteBuffer copy = ByteBuffer.allocate(original.length + COMMENT);
      copy.put(original, 0, 2).putShort((short) 0xfffe).putShort((short) 6).putInt(i);
      copy.put(original, 2, original.length - 2);
      Path file = input.resolve("train/c%d/%06d.jpg".formatted(i % CLASSES, i));
      Files.createDirectories(file.getParent());
      files.add(Files.write(file, copy.array()));
    }
    return new Collection(input, files);
  }

  private long bareLoop(List<Path> files) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ImageDecoder decoder = new ImageDecoder(DecodeOptions.defaults());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Long>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        workers.add(pool.submit(worker(files, next, decoder)));
      }
      long pixels = 0;
      for (Future<Long> worker : workers) {
        pixels += worker.get();
      }
      return pixels;
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Long> worker(List<Path> files, AtomicInteger next, ImageDecoder decoder) {
    return () -> {
      long pixels = 0;
      for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
        pixels += decoder.decode(Files.readAllBytes(files.get(i))).raster().rgb().length / 3;
      }
      return pixels;
    };
  }

  /** From the start of Spark to its end. */
  private int ingest(Path input) {
    int code =
        Polyak.execute(
            "ingest",
            "--format=folder",
            "--validation=0",
            "--input=" + input,
            "--output=" + folder.resolve("dataset"),
            "--overwrite",
            "--master=local[" + threads + "]");
    if (code != 0) {
      throw new IllegalStateException("Ingest ended with " + code);
    }
    return code;
  }
}
