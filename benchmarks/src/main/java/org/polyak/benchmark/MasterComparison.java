package org.polyak.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.polyak.pipeline.stage.Json;

/**
 * Training throughput of the whole job, from ingested Parquet to steps with augmentation, of
 * Polyak's master and of dl4j-spark's ParameterAveragingTrainingMaster as it comes (no oneDNN in
 * DL4J's layers, no thread limit), on the same images, network and recipe. The two take turns in
 * one run; each turn is a process of its own that trains two epochs, of which the second counts.
 *
 * <p>Arguments: launcher script, working folder, number of turns, images (a multiple of replicas x
 * batch x period, so that the stock master leaves none out).
 */
public final class MasterComparison {

  private static final String RECIPE =
      """
      augmentation: {policy: cifar}
      network: {name: resnet20}
      training:
        epochs: 2
        batch-size: 64
        replicas: 2
        averaging: {period: 8}
        schedule: {name: step, rate: 0.05}
      """;

  private final Path launcher;
  private final Path folder;

  private MasterComparison(Path launcher, Path folder) {
    this.launcher = launcher;
    this.folder = folder;
  }

  /** Runs the comparison and prints a table with the ratio. */
  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 4) {
      System.err.println("usage: MasterComparison LAUNCHER FOLDER TURNS IMAGES");
      System.exit(2);
    }
    new MasterComparison(Path.of(arguments[0]), Path.of(arguments[1]))
        .compare(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
  }

  private void compare(int turns, int images) throws Exception {
    Files.createDirectories(folder);
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    Path sample = folder.resolve("sample");
    Path dataset = folder.resolve("dataset");
    run(false, "sample", "--output", sample.toString(), "--train", "" + images, "--test", "10");
    run(
        false,
        "ingest",
        "--format",
        "cifar10",
        "--input",
        sample.toString(),
        "--output",
        dataset.toString(),
        "--validation",
        "0",
        "--overwrite");
    List<Double> polyak = new ArrayList<>();
    List<Double> stock = new ArrayList<>();
    for (int turn = 1; turn <= turns; turn++) {
      polyak.add(rate("polyak", turn, images, recipe, dataset));
      stock.add(rate("dl4j", turn, images, recipe, dataset));
    }
    System.out.printf("%nimages/s, ResNet-20, 2 replicas of 64, local[2], %d images%n", images);
    System.out.printf("%-40s %10s %10s%n", "master", "median", "turns");
    print("polyak", polyak);
    print("dl4j, as it comes", stock);
    System.out.printf(Locale.ROOT, "ratio %.1f%n", median(polyak) / median(stock));
  }

  private double rate(String master, int turn, int images, Path recipe, Path dataset)
      throws Exception {
    Path run = folder.resolve("run-" + master + "-" + turn);
    run(
        master.equals("dl4j"),
        "train",
        "--recipe",
        recipe.toString(),
        "--data",
        dataset.toString(),
        "--output",
        run.toString(),
        "--set",
        "training.master=" + master,
        "--master",
        "local[2]");
    JsonNode history = Json.parse("history.json", Files.readAllBytes(run.resolve("history.json")));
    return images / history.get(history.size() - 1).path("seconds").asDouble();
  }

  /**
   * @param stock whether DL4J is left as it comes
   */
  private void run(boolean stock, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command).inheritIO();
    if (stock) {
      process.environment().put("OMP_NUM_THREADS", "" + Runtime.getRuntime().availableProcessors());
      process
          .environment()
          .put("POLYAK_JAVA_OPTS", "-Dorg.eclipse.deeplearning4j.helpers.disable=true");
    }
    int code = process.start().waitFor();
    if (code != 0) {
      throw new IllegalStateException("%s ended with %d".formatted(command, code));
    }
  }

  private static void print(String name, List<Double> rates) {
    StringBuilder all = new StringBuilder();
    rates.forEach(rate -> all.append(String.format(Locale.ROOT, " %.1f", rate)));
    System.out.printf(Locale.ROOT, "%-40s %10.1f  %s%n", name, median(rates), all);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
