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
import org.polyak.pipeline.stage.Json;

/**
 * Ingest of a folder of photographs against its decoder in a bare loop, on the same cores, in one
 * process and in turns. Both read every file once; ingest also takes digests and statistics, sorts
 * the rows, writes Parquet and reads it back.
 *
 * <p>Arguments: folder with JPEG files (class folders or not), working folder, images to make of
 * them, turns.
 */
public final class IngestRate {

  private static final int CLASSES = 10;
  private static final int COMMENT = 8;

  private final Path folder;
  private final int threads = Runtime.getRuntime().availableProcessors();

  private IngestRate(Path folder) {
    this.folder = folder;
  }

  /** Runs the comparison and prints a table with the ratio. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: IngestRate PHOTOS FOLDER IMAGES TURNS");
      System.exit(2);
    }
    new IngestRate(Path.of(arguments[1]))
        .compare(
            Path.of(arguments[0]), Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
  }

  private void compare(Path photos, int images, int turns) throws Exception {
    Path input = folder.resolve("photos");
    List<Path> files = multiply(photos, input, images);
    List<Double> bare = new ArrayList<>();
    List<Double> ingest = new ArrayList<>();
    double bareWork = 0;
    double ingestWork = 0;
    for (int turn = 0; turn <= turns; turn++) {
      double before = processSeconds();
      double bareRate = images / bareLoop(files);
      double between = processSeconds();
      double ingestRate = images / ingest(input, folder.resolve("dataset-" + turn));
      double after = processSeconds();
      if (turn > 0) {
        bare.add(bareRate);
        ingest.add(ingestRate);
        bareWork += between - before;
        ingestWork += after - between;
      }
      System.out.printf(
          Locale.ROOT,
          "turn %d%s: decoder alone %.0f images/s (%.1f s of processor time), ingest %.0f images/s"
              + " (%.1f s), ratio %.3f%n",
          turn,
          turn == 0 ? " (warm-up)" : "",
          bareRate,
          between - before,
          ingestRate,
          after - between,
          ingestRate / bareRate);
    }
    System.out.printf(
        Locale.ROOT,
        "%d turns, %d threads, %d images: ratio of the medians %.3f; ratio of processor time, which"
            + " other work on the machine disturbs less, and which counts the start of Spark as"
            + " ingest's: %.3f%n",
        turns,
        threads,
        images,
        median(ingest) / median(bare),
        bareWork / ingestWork);
  }

  /** Tells work from waiting when something else runs on the machine. */
  private static double processSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  /** Copies that differ in a comment, so that no two have the same bytes. */
  private static List<Path> multiply(Path photos, Path input, int images) throws IOException {
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
    return files;
  }

  private double bareLoop(List<Path> files) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ImageDecoder decoder = new ImageDecoder(DecodeOptions.defaults());
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<Long>> workers = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        workers.add(pool.submit(worker(files, next, decoder)));
      }
      long pixels = 0;
      for (Future<Long> worker : workers) {
        pixels += worker.get();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(Locale.ROOT, "decoded %.0f Mpixel%n", pixels / 1e6);
      return seconds;
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

  private double ingest(Path input, Path output) throws IOException {
    int code =
        Polyak.execute(
            "ingest",
            "--format=folder",
            "--validation=0",
            "--input=" + input,
            "--output=" + output,
            "--overwrite",
            "--master=local[" + threads + "]");
    if (code != 0) {
      throw new IllegalStateException("Ingest ended with " + code);
    }
    byte[] metrics = Files.readAllBytes(output.resolve("metrics.json"));
    return Json.parse("metrics.json", metrics).path("seconds").asDouble();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
