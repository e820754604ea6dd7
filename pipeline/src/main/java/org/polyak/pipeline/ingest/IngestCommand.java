package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the ingest stage. */
@Command(
    name = "ingest",
    description = "Turns raw images into a data set: Parquet files by split, and statistics.",
    mixinStandardHelpOptions = true)
final class IngestCommand implements Callable<Integer> {

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      description = "format of the raw images: cifar10 (CIFAR-10's binary version)")
  private String format;

  @Option(
      names = "--input",
      converter = PathConverter.class,
      required = true,
      paramLabel = "PATH",
      description = "the raw images: a folder or a .tar.gz")
  private Path input;

  @Option(
      names = "--output",
      converter = PathConverter.class,
      required = true,
      paramLabel = "DATASET",
      description = "the folder to make")
  private Path output;

  @Option(
      names = "--validation",
      paramLabel = "N|FRACTION",
      description = {
        "the last N training images, or that fraction of them, become the validation split;",
        "default: 5000, where that is a tenth at most; 0: none"
      })
  private String validation;

  @Option(
      names = "--max-rejected",
      paramLabel = "N",
      defaultValue = "0",
      description = "how many damaged records may be left out; default: ${DEFAULT-VALUE}")
  private int maxRejected;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    IngestOptions options =
        new IngestOptions(
            checkedFormat(), input, output, share(), checkedMaxRejected(), common.overwrite());
    System.out.println(new CifarIngest(common.spark("ingest"), options).run());
    return ExitCode.OK.code();
  }

  private String checkedFormat() {
    if (!IngestOptions.FORMATS.contains(format)) {
      throw PolyakException.usage(
          "--format %s: unknown format (known: %s)%s",
          format,
          String.join(", ", IngestOptions.FORMATS),
          NearestName.suggestion(format, IngestOptions.FORMATS));
    }
    return format;
  }

  private int checkedMaxRejected() {
    if (maxRejected < 0) {
      throw PolyakException.usage("--max-rejected %d: expected 0 or more", maxRejected);
    }
    return maxRejected;
  }

  private ValidationShare share() {
    try {
      return ValidationShare.parse(validation);
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage("--validation: %s", e.getMessage());
    }
  }
}
