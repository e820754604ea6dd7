package org.polyak.augment.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.polyak.augment.cli.PolicySource.Chosen;
import org.polyak.augment.materialize.Materialization;
import org.polyak.augment.preview.Preview;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Shows what a policy does to images of a data set, which needs no Spark, or writes augmented
 * epochs as a data set.
 */
@Command(
    name = "augment",
    description = {
      "Draws a sheet of augmented training images, or writes epochs of them as a data set.",
      "Images are as the epochs of training see them. Training augments by itself and needs"
          + " neither."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AugmentCommand implements Callable<Integer> {

  private static final int MAX_TILES = 64;
  private static final int MAX_EPOCHS = 10_000;
  private static final long DEFAULT_SEED = 1;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DATASET",
      description = "a data set that polyak ingest made")
  private String data;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private PolicySource source;

  @Option(
      names = "--preview",
      paramLabel = "FILE",
      description = "the PNG file to write; an earlier preview there is replaced")
  private String preview;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "--preview: training images to show, spread over the classes; default: ${DEFAULT-VALUE}")
  private int images;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "8",
      description = "--preview: epochs to show of each image; default: ${DEFAULT-VALUE}")
  private int draws;

  @Option(
      names = "--output",
      paramLabel = "DATASET2",
      description = {
        "the data set to make: the training split in augmented epochs, other splits as they are;",
        "train on it without augmentation"
      })
  private String output;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "--output: how many epochs, those that training begins with")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "of the draws; default: training.seed of the recipe, else " + DEFAULT_SEED)
  private Long seed;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    checkRange("--images", images, MAX_TILES);
    checkRange("--draws", draws, MAX_TILES);
    if (preview == null && output == null) {
      throw PolyakException.usage(
          "Nothing to make: give --preview FILE, --output DATASET2 or both");
    }
    if ((output == null) != (epochs == null)) {
      throw PolyakException.usage("--output and --epochs belong together: give both or neither");
    }
    if (epochs != null) {
      checkRange("--epochs", epochs, MAX_EPOCHS);
    }
    Optional<Chosen> chosen = source.read(common.hadoop());
    if (chosen.isEmpty()) {
      return ExitCode.OK.code();
    }
    if (preview != null) {
      preview(chosen.get());
    }
    if (output != null) {
      materialize(chosen.get());
    }
    return ExitCode.OK.code();
  }

  private void preview(Chosen chosen) throws IOException {
    int shown =
        new Preview(chosen.policy(), seed(chosen), images, draws)
            .write(common.hadoop(), new Path(data), new Path(preview), common.overwrite());
    System.err.printf(
        "%s: %d images, %d draws of each: %s%n", preview, shown, draws, chosen.policy());
  }

  private void materialize(Chosen chosen) throws IOException {
    Materialization materialization =
        new Materialization(
            chosen.policy(), seed(chosen), epochs, new Path(data), new Path(output));
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(common.spark("augment").sparkContext());
    System.out.println(materialization.write(spark, common.overwrite()));
  }

  private long seed(Chosen chosen) {
    if (seed != null) {
      return seed;
    }
    return chosen.seed() == null ? DEFAULT_SEED : chosen.seed();
  }

  private static void checkRange(String option, int value, int max) {
    if (value < 1 || value > max) {
      throw PolyakException.usage("%s %d: expected 1 to %d", option, value, max);
    }
  }
}
