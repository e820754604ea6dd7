package org.polyak.benchmark.pytorch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.polyak.benchmark.steps.PolyakSteps;
import org.polyak.pipeline.stage.Json;

/**
 * ResNet-20 and ResNet-18 on random images of 32x32 in float32, in turns on the same cores: bare
 * steps (forward, loss, backward, Nesterov momentum with weight decay) and inference of one replica
 * against PyTorch's; the whole job of two replicas of one thread, from Parquet with augmentation
 * and averaging, against twice one replica's bare steps; DL4J as it comes; resident memory over
 * 1,000 steps. Prints tables in Markdown.
 *
 * <p>Arguments: Python with torch, its script, launcher script, working folder, turns, seconds of
 * one measurement.
 */
public final class PyTorchComparison {

  private static final String NARROW = "resnet20";
  private static final String WIDE = "cifar-resnet18";
  private static final int[] BATCHES = {64, 128};
  private static final int[] THREADS = {2, 1};
  private static final int JOB_IMAGES = 16_384;
  private static final int JOB_BATCH = 64;
  private static final String RECIPE =
      """
      augmentation: {policy: cifar}
      network: {name: resnet20}
      training:
        epochs: 3
        batch-size: 64
        replicas: 2
        averaging: {period: 8}
        schedule: {name: step, rate: 0.05}
      """;

  private final Path launcher;
  private final Path folder;
  private final int turns;
  private final double seconds;

  /** One thing that is measured, on both sides. */
  private record Case(String network, boolean training, int threads, int batch) {

    String kind() {
      return training ? "train" : "infer";
    }

    @Override
    public String toString() {
      return "%s, %s, batch %d, %d thread%s"
          .formatted(
              network,
              training ? "training" : "inference",
              batch,
              threads,
              threads == 1 ? "" : "s");
    }
  }

  private PyTorchComparison(Path launcher, Path folder, int turns, double seconds) {
    this.launcher = launcher;
    this.folder = folder;
    this.turns = turns;
    this.seconds = seconds;
  }

  /** Runs the comparison, or in a process of its own one part of it. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1 && arguments[0].equals("stock")) {
      try (PolyakSteps steps =
          new PolyakSteps(NARROW, "dl4j", Runtime.getRuntime().availableProcessors(), 64)) {
        System.out.println(steps.rate(true, 8));
      }
    } else if (arguments.length == 1 && arguments[0].equals("memory")) {
      MemoryUse.print();
    } else if (arguments.length == 6) {
      new PyTorchComparison(
              Path.of(arguments[2]),
              Path.of(arguments[3]),
              Integer.parseInt(arguments[4]),
              Double.parseDouble(arguments[5]))
          .compare(arguments[0], arguments[1]);
    } else {
      System.err.println("usage: PyTorchComparison PYTHON SCRIPT LAUNCHER FOLDER TURNS SECONDS");
      System.exit(2);
    }
  }

  private void compare(String python, String script) throws Exception {
    Map<Case, List<double[]>> rates = new LinkedHashMap<>();
    for (boolean training : new boolean[] {true, false}) {
      for (int threads : THREADS) {
        for (int batch : BATCHES) {
          rates.put(new Case(NARROW, training, threads, batch), new ArrayList<>());
        }
      }
      rates.put(new Case(WIDE, training, 2, BATCHES[0]), new ArrayList<>());
    }
    String version;
    try (PyTorch torch = new PyTorch(python, script)) {
      version = torch.version();
      for (int turn = 0; turn < turns; turn++) {
        for (Map.Entry<Case, List<double[]>> entry : rates.entrySet()) {
          entry.getValue().add(measure(entry.getKey(), torch));
        }
      }
    }
    print(version, rates);
    job();
    stock(median(rates.get(new Case(NARROW, true, 2, 64)), 0));
    // A heap that is all there from the start, so that only native memory can grow.
    System.out.println(child("memory", "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch").strip());
  }

  private double[] measure(Case what, PyTorch torch) throws IOException {
    return new double[] {
      polyak(what), torch(what, torch, "channels-last"), torch(what, torch, "contiguous")
    };
  }

  private double torch(Case what, PyTorch torch, String layout) throws IOException {
    return torch.rate(what.network(), what.kind(), what.threads(), what.batch(), layout, seconds);
  }

  private double polyak(Case what) {
    try (PolyakSteps steps =
        new PolyakSteps(what.network(), "onednn", what.threads(), what.batch())) {
      return steps.rate(what.training(), seconds);
    }
  }

  private static void print(String version, Map<Case, List<double[]>> rates) {
    System.out.printf(
        "%nImages/s, medians; %s%n%n"
            + "| | polyak | PyTorch channels-last | contiguous | ratio to channels-last |%n"
            + "|---|---|---|---|---|%n",
        version);
    rates.forEach(
        (what, turns) ->
            System.out.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.0f | **%.2f** |%n",
                what,
                median(turns, 0),
                median(turns, 1),
                median(turns, 2),
                ratio(turns)));
  }

  /**
   * The whole job between bare steps; of each process the last epoch counts. Epochs of 16 rounds:
   * what a process does once, as compiling Java, is over by then, and what an epoch does once, as
   * its snapshot, counts as much as it does in a larger data set or more.
   */
  private void job() throws Exception {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    Path sample = folder.resolve("sample");
    Path dataset = folder.resolve("dataset");
    List<String> make = List.of("sample", "--train", "" + JOB_IMAGES, "--test", "10");
    run(make, "--output", "" + sample);
    List<String> ingest = List.of("ingest", "--format", "cifar10", "--validation", "0");
    run(ingest, "--input", "" + sample, "--output", "" + dataset);
    List<double[]> alone = new ArrayList<>();
    List<double[]> together = new ArrayList<>();
    List<double[]> beside = new ArrayList<>();
    for (int turn = 0; turn < turns; turn++) {
      double one = bare(1);
      double two = bare(2);
      Path output = folder.resolve("run-" + turn);
      double whole = jobRate(recipe, dataset, output);
      beside.add(besideSteps(output));
      alone.add(new double[] {whole, one + bare(1)});
      together.add(new double[] {whole, (two + bare(2)) / 2});
    }
    System.out.printf(
        Locale.ROOT,
        "%nWhole job, 2 replicas of %d on local[2]: %.0f images/s, **%.2f** of twice one replica's"
            + " %.0f, %.2f of the %.0f of two replicas side by side without a job%n",
        JOB_BATCH,
        median(alone, 0),
        ratio(alone),
        median(alone, 1) / 2,
        ratio(together),
        median(together, 1));
    System.out.printf(
        Locale.ROOT,
        "Of the time of its rounds: %.1f %% waiting, %.1f %% reading, %.1f %% augmenting, %.2f %%"
            + " reducing; median overhead of a round %.0f ms%n",
        median(beside, 0),
        median(beside, 1),
        median(beside, 2),
        median(beside, 3),
        median(beside, 4));
  }

  /** The run's own account: per cent of its time beside steps, and a round's milliseconds. */
  private static double[] besideSteps(Path output) throws IOException {
    JsonNode metrics = Json.parse("metrics", Files.readAllBytes(output.resolve("metrics.json")));
    JsonNode parts = metrics.path("seconds");
    double sum = 0;
    for (JsonNode part : parts) {
      sum += part.asDouble();
    }
    double percent = 100 / sum;
    return new double[] {
      percent * parts.path("wait").asDouble(),
      percent * parts.path("read").asDouble(),
      percent * parts.path("augment").asDouble(),
      percent * parts.path("reduce").asDouble(),
      1e3 * metrics.path("medianRoundOverheadSeconds").asDouble()
    };
  }

  /** Images a second of replicas of one thread that know nothing of each other. */
  private double bare(int replicas) {
    return IntStream.range(0, replicas)
        .mapToObj(
            replica ->
                CompletableFuture.supplyAsync(
                    () -> polyak(new Case(NARROW, true, 1, JOB_BATCH)),
                    task -> new Thread(task).start()))
        .toList()
        .stream()
        .mapToDouble(CompletableFuture::join)
        .sum();
  }

  private double jobRate(Path recipe, Path dataset, Path output) throws Exception {
    List<String> train = List.of("train", "--master", "local[2]", "--recipe", "" + recipe);
    run(train, "--data", "" + dataset, "--output", "" + output);
    JsonNode history = Json.parse("history", Files.readAllBytes(output.resolve("history.json")));
    return JOB_IMAGES / history.get(history.size() - 1).path("seconds").asDouble();
  }

  private void stock(double polyak) throws Exception {
    double stock = Double.parseDouble(child("stock", "-Xmx3g").strip());
    System.out.printf(
        Locale.ROOT,
        "DL4J as it comes, training, batch 64, 2 threads: %.1f images/s; ratio **%.1f**%n",
        stock,
        polyak / stock);
  }

  /** A part of the comparison in a process of its own. */
  private static String child(String part, String... heap)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of(heap));
    command.add("-Dorg.eclipse.deeplearning4j.helpers.disable=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PyTorchComparison.class.getName(), part));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("%s ended with %d".formatted(part, process.exitValue()));
    }
    return output;
  }

  private void run(List<String> stage, String... paths) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(stage);
    command.addAll(List.of(paths));
    ProcessBuilder process = new ProcessBuilder(command);
    process.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile());
    if (process.start().waitFor() != 0) {
      throw new IllegalStateException(
          "%s failed: %s".formatted(command, Files.readString(folder.resolve("log"))));
    }
  }

  private static double ratio(List<double[]> turns) {
    return median(turns.stream().map(t -> new double[] {t[0] / t[1]}).toList(), 0);
  }

  private static double median(List<double[]> turns, int column) {
    double[] sorted = turns.stream().mapToDouble(t -> t[column]).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
