package org.polyak.pipeline.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.stage.RunPlan;
import org.polyak.pipeline.stage.Stage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** All stages of a recipe in order; what is already complete is skipped by the stages. */
@Command(
    name = "run",
    description = "Takes all stages of a recipe in order, skipping what is already complete.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Mixin private RecipeOptions recipe;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      description = "the raw images; default: data.input of the recipe")
  private String input;

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "receives the folders dataset, run and report")
  private String output;

  @Option(
      names = "--overwrite",
      description = "replace complete outputs that were made differently")
  private boolean overwrite;

  @Option(names = "--master", paramLabel = "URL", description = "Spark master")
  private String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "a Spark setting; may be repeated")
  private final Map<String, String> sparkConf = new LinkedHashMap<>();

  @Option(names = "--verbose", description = "print stack traces")
  private boolean verbose;

  @Override
  public Integer call() throws Exception {
    Recipe checked = recipe.load();
    if (recipe.printed(checked)) {
      return ExitCode.OK.code();
    }
    RunPlan plan =
        new RunPlan(
            recipe.file(),
            recipe.overrides(),
            checked.resolved(),
            input,
            withoutSlash(output),
            overwrite);
    // All arguments before the first stage: what is missing shows at once, not hours later.
    Map<Stage, List<String>> stages = new LinkedHashMap<>();
    for (Stage stage : Polyak.stages()) {
      stages.put(stage, stage.argumentsForRun(plan));
    }
    for (Map.Entry<Stage, List<String>> stage : stages.entrySet()) {
      if (!stage.getValue().isEmpty()) {
        System.err.println("── " + stage.getKey().name());
        int code = Polyak.execute(commandLine(stage.getKey(), stage.getValue()));
        if (code != ExitCode.OK.code()) {
          return code;
        }
      }
    }
    return ExitCode.OK.code();
  }

  private String[] commandLine(Stage stage, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(stage.name());
    line.addAll(arguments);
    if (overwrite) {
      line.add("--overwrite");
    }
    if (verbose) {
      line.add("--verbose");
    }
    if (master != null) {
      line.addAll(List.of("--master", master));
    }
    sparkConf.forEach((key, value) -> line.addAll(List.of("--spark-conf", key + "=" + value)));
    return line.toArray(String[]::new);
  }

  private static String withoutSlash(String folder) {
    return folder.length() > 1 && folder.endsWith("/")
        ? folder.substring(0, folder.length() - 1)
        : folder;
  }
}
