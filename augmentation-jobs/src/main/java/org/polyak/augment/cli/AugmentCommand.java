package org.polyak.augment.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.augment.preview.Preview;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a policy does to images of a data set. It needs no Spark. */
@Command(
    name = "augment",
    description =
        "Draws a sheet of training images as the epochs of training see them, as a PNG file.",
    mixinStandardHelpOptions = true)
final class AugmentCommand implements Callable<Integer> {

  private static final int MAX_TILES = 64;
  private static final long DEFAULT_SEED = 1;

  /** Where the policy comes from. */
  private static final class Source {
    @Option(
        names = "--policy",
        required = true,
        paramLabel = "NAME",
        description = "a named policy: ${COMPLETION-CANDIDATES}",
        completionCandidates = PolicyNames.class)
    private String policy;

    @ArgGroup(exclusive = false)
    private RecipeOptions recipe;
  }

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "a data set that polyak ingest made")
  private String data;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source;

  @Option(
      names = "--preview",
      required = true,
      paramLabel = "FILE",
      description = "the PNG file to write; an earlier preview there is replaced")
  private String preview;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "8",
      description = "training images to show, spread over the classes; default: ${DEFAULT-VALUE}")
  private int images;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "8",
      description = "epochs to show of each image; default: ${DEFAULT-VALUE}")
  private int draws;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the draws; default: training.seed of the recipe, else " + DEFAULT_SEED)
  private Long seed;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    checkRange("--images", images);
    checkRange("--draws", draws);
    AugmentationPolicy policy;
    long drawSeed = DEFAULT_SEED;
    if (source.recipe == null) {
      policy = AugmentationPolicy.preset(source.policy);
    } else {
      Recipe recipe = source.recipe.load();
      if (source.recipe.printed(recipe)) {
        return ExitCode.OK.code();
      }
      policy = AugmentationPolicy.read(recipe.root());
      drawSeed = recipe.resolved().path("training").path("seed").asLong(DEFAULT_SEED);
    }
    if (seed != null) {
      drawSeed = seed;
    }
    int shown =
        new Preview(policy, drawSeed, images, draws)
            .write(common.hadoop(), new Path(data), new Path(preview), common.overwrite());
    System.err.printf("%s: %d images, %d draws of each: %s%n", preview, shown, draws, policy);
    return ExitCode.OK.code();
  }

  private static void checkRange(String option, int value) {
    if (value < 1 || value > MAX_TILES) {
      throw PolyakException.usage("%s %d: expected 1 to %d", option, value, MAX_TILES);
    }
  }
}
