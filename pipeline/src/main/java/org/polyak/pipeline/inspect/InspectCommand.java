package org.polyak.pipeline.inspect;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of the inspection. */
@Command(
    name = "inspect",
    description =
        "Shows what a data set holds: figures as text and as a page, and sheets of images by class.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {

  private static final int MAX_IMAGES = 400;

  @Parameters(
      paramLabel = "DATASET",
      converter = PathConverter.class,
      description = "a data set that polyak ingest made")
  private Path data;

  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      converter = PathConverter.class,
      description = "the folder to make; default: DATASET-inspect beside the data set")
  private Path output;

  @Option(
      names = "--images",
      paramLabel = "N",
      defaultValue = "32",
      description = "training images of each class on its sheet; default: ${DEFAULT-VALUE}")
  private int images;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    if (images < 1 || images > MAX_IMAGES) {
      throw PolyakException.usage("--images %d: expected 1 to %d", images, MAX_IMAGES);
    }
    Inspection inspection = new Inspection(common.spark("inspect"), data, images);
    System.out.println(inspection.write(output, common.overwrite()));
    return ExitCode.OK.code();
  }
}
