package org.polyak.train;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Progress;
import org.polyak.train.engine.Engines;
import org.polyak.train.gradient.GradientCheck;
import org.polyak.train.gradient.NetworkCheck;
import org.polyak.train.gradient.Precision;
import org.polyak.train.loss.Loss;
import org.polyak.train.loss.Losses;
import org.polyak.train.network.Network;
import org.polyak.train.network.recipe.NetworkConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code polyak gradients}: without Spark. */
@Command(
    name = "gradients",
    description = {
      "Checks the derivatives of the loss that an engine gives against finite differences.",
      "By parameters and by images, with centred differences in double precision, on random images"
          + " and in training mode. Ends with code 1 if they differ. The work grows with the network,"
          + " its arrays and its input: for large networks give a small --input."
    },
    mixinStandardHelpOptions = true)
final class GradientsCommand implements Callable<Integer> {

  @Option(names = "--network", paramLabel = "NAME", description = "a network that recipes can name")
  private String name;

  @Mixin private NetworkOptions options;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = Engines.AUTO,
      description =
          "whose derivatives are checked: onednn, nd4j, dl4j, java; default ${DEFAULT-VALUE}")
  private String engine;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "2",
      description = "images of the batch; default ${DEFAULT-VALUE}")
  private int images;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "3",
      description = "derivatives of each array that are checked; default ${DEFAULT-VALUE}")
  private int samples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "of parameters, images, and what is checked; default ${DEFAULT-VALUE}")
  private long seed;

  /** The command line looks for it among the arguments. */
  @SuppressWarnings("UnusedVariable")
  @Option(names = "--verbose", description = "print stack traces")
  private boolean verbose;

  private record Chosen(NetworkConfig network, Loss loss) {
    private static Chosen read(Section root) {
      return new Chosen(
          NetworkConfig.read(root.section("network")),
          Losses.read(root.section("training").section("loss")));
    }
  }

  @Override
  public Integer call() throws Exception {
    if (name == null && !options.hasRecipe()) {
      throw PolyakException.usage("expected --network or --recipe");
    }
    if (images < 1 || images > 4_096) {
      throw PolyakException.usage("--images %d: expected 1 to 4096", images);
    }
    if (samples < 1) {
      throw PolyakException.usage("--samples %d: expected 1 or more", samples);
    }
    Chosen chosen = options.read(name, Chosen::read);
    Network network = options.network(chosen.network);
    Engines.Choice choice = Engines.choose(engine, network, 1);
    System.err.println(choice.line());
    System.out.printf(
        Locale.ROOT,
        "%s on %s, %,d classes, %s; %d images%n",
        network.name(),
        network.input(),
        network.classes(),
        chosen.loss,
        images);
    NetworkCheck.Report report = check(network, chosen.loss, choice.engine());
    print(report);
    return verdict(report);
  }

  private NetworkCheck.Report check(Network network, Loss loss, String chosen) {
    NetworkCheck check = new NetworkCheck(network, loss, images, samples, seed);
    try (Progress progress = Progress.of("gradients", check.arrays(chosen), "arrays")) {
      return check.of(chosen, result -> progress.advance(1, result.node()));
    }
  }

  private static void print(NetworkCheck.Report report) {
    System.out.printf(
        Locale.ROOT,
        "  %-32s %-7s %7s %14s %14s %9s  %s%n",
        "node",
        "array",
        "checked",
        "derivative",
        "difference",
        "error",
        "verdict");
    for (GradientCheck.Result result : report.results()) {
      System.out.printf(
          Locale.ROOT,
          "  %-32s %-7s %7d %14.6e %14.6e %9.1e  %s%n",
          result.node(),
          result.array().toLowerCase(Locale.ROOT),
          result.checked(),
          result.analytic(),
          result.numeric(),
          result.error(),
          result.verdict().toString().toLowerCase(Locale.ROOT));
    }
    Precision precision = report.precision();
    System.out.printf(
        Locale.ROOT,
        "The worst of each array. Error: |a - n| / max(|a|, |n|, %.1e); good up to %.0e, acceptable"
            + " up to %.0e, as at kinks of ReLU and maxima, suspicious up to %.0e, above it wrong."
            + " Suspicious and wrong fail.%n",
        precision.floor(),
        precision.good(),
        precision.acceptable(),
        precision.suspicious());
    if (!report.byImages()) {
      System.out.println("The engine does not give derivatives by images.");
    }
  }

  private static int verdict(NetworkCheck.Report report) {
    List<GradientCheck.Result> failures =
        report.results().stream().filter(result -> !result.verdict().passes()).toList();
    int arrays = report.results().size();
    if (failures.isEmpty()) {
      System.out.printf("gradients: %d of %d arrays pass%n", arrays, arrays);
      return ExitCode.OK.code();
    }
    System.err.printf(
        "polyak: gradients: %d of %d arrays fail: %s%n",
        failures.size(),
        arrays,
        failures.stream()
            .map(result -> result.node() + " " + result.array().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", ")));
    return ExitCode.INTERNAL.code();
  }
}
