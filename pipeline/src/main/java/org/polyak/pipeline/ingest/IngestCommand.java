package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.cli.CommonOptions;
import org.polyak.pipeline.cli.PathConverter;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.ExitCode;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.SourceOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of the ingest stage. */
@Command(
    name = "ingest",
    description = "Turns raw images into a data set: Parquet files by split, and statistics.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class IngestCommand implements Callable<Integer> {

  @Option(
      names = "--input",
      converter = PathConverter.class,
      required = true,
      paramLabel = "PATH",
      description = "the raw images: a folder or an archive")
  private Path input;

  @Option(
      names = "--output",
      converter = PathConverter.class,
      required = true,
      paramLabel = "DATASET",
      description = "the folder to make")
  private Path output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = Formats.AUTO,
      description = {
        "layout of the raw images: cifar10, cifar100, imagenet, folder, idx, parquet, webdataset;",
        "default: the only one that recognises the input"
      })
  private String format;

  @Option(
      names = "--metadata",
      converter = PathConverter.class,
      paramLabel = "DIR",
      description = "folder with the files that say the labels, if they do not lie in the input")
  private Path metadata;

  @Option(
      names = "--labels",
      paramLabel = "WHICH",
      description = {
        "which of several labellings: fine or coarse; default: fine for cifar100, and for parquet",
        "with several columns of labels there is none"
      })
  private String labels;

  @Option(
      names = "--split",
      paramLabel = "SPLIT",
      defaultValue = "train",
      description =
          "split of images whose place does not say it: train, validation, test; default:"
              + " ${DEFAULT-VALUE}")
  private String split;

  @Option(
      names = "--validation",
      paramLabel = "N|FRACTION",
      description = {
        "so many training images, or that fraction of them, become the validation split: the last",
        "ones of cifar10, cifar100 and idx, else the same share of every class; default: 5000, at",
        "most a tenth, and none if the collection has a validation split; 0: none"
      })
  private String validation;

  @Option(
      names = "--folds",
      paramLabel = "K",
      defaultValue = "0",
      description = {
        "cross-validation: cut the training images into K folds, each with the same share of every",
        "class; fold --fold becomes the validation split; default: 0, none"
      })
  private int folds;

  @Option(
      names = "--fold",
      paramLabel = "I",
      defaultValue = "0",
      description = "which of the folds, from 1 to K")
  private int fold;

  @Option(
      names = "--skip",
      paramLabel = "PATTERN",
      description = {
        "leave out inputs whose name, or whose path if there is a / in the pattern, fits;",
        "may be repeated"
      })
  private final List<String> skip = new ArrayList<>();

  @Option(
      names = "--max-rejected",
      paramLabel = "N|FRACTION",
      defaultValue = "0",
      description = "how many inputs may end in the quarantine; default: ${DEFAULT-VALUE}")
  private String maxRejected;

  @Option(
      names = "--pad",
      paramLabel = "N",
      defaultValue = "0",
      description = "idx: black pixels added on each side; 2 makes 32x32 of MNIST; default: 0")
  private int pad;

  @Option(
      names = "--image-column",
      paramLabel = "NAME",
      description = {
        "parquet: column of the image; default: image, or the only one that holds images;",
        "webdataset: extension of the image's member"
      })
  private String imageColumn;

  @Option(
      names = "--label-column",
      paramLabel = "NAME",
      description = {
        "parquet: column of the label; default: label, or the only one that Hugging Face's note",
        "calls a ClassLabel; webdataset: member or JSON field of the label"
      })
  private String labelColumn;

  @Option(
      names = "--mean-image",
      paramLabel = "N",
      defaultValue = "0",
      description = {
        "photographs: side of the mean image, after their short side is brought to N and the centre",
        "is cut out; default: 0, none; images of one small size always get theirs"
      })
  private int meanImage;

  @Option(
      names = "--whitening",
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "false",
      paramLabel = "true|false",
      description = {
        "compute the principal components of the training images, which training's whitening takes;",
        "images of one size up to 32x32 only; takes minutes; default: ${DEFAULT-VALUE}"
      })
  private boolean whitening;

  @Mixin private ImageOptions images;

  @Mixin private CommonOptions common;

  @Override
  public Integer call() throws IOException {
    SourceOptions source =
        new SourceOptions(
            input, labels, metadata, checkedSplit(), checkedPad(), imageColumn, labelColumn);
    ValidationShare share = parsed("--validation", validation, ValidationShare::parse);
    IngestOptions options =
        new IngestOptions(
            format,
            source,
            output,
            share,
            checkedFolds(share),
            new Skip(skip),
            parsed("--max-rejected", maxRejected, MaxRejected::parse),
            images.settings(),
            ImageOptions.inRange("--mean-image", meanImage, 0, 1024),
            whitening,
            common.overwrite());
    System.out.println(new Ingest(common.spark("ingest"), options).run());
    return ExitCode.OK.code();
  }

  private Split checkedSplit() {
    if (!Split.keys().contains(split)) {
      throw PolyakException.usage(
          "--split %s: unknown split (known: %s)", split, String.join(", ", Split.keys()));
    }
    return Split.of(split);
  }

  private Folds checkedFolds(ValidationShare share) {
    Folds checked;
    try {
      checked = Folds.of(folds, fold);
    } catch (IllegalArgumentException e) {
      String given = fold == 0 ? "" : ", --fold " + fold;
      throw PolyakException.usage("--folds %d%s: %s", folds, given, e.getMessage());
    }
    if (checked.given() && !share.isDefault()) {
      throw PolyakException.usage(
          "--folds %d, --validation %s: a fold is the validation split; give one of the two",
          folds, share.text());
    }
    return checked;
  }

  private int checkedPad() {
    return ImageOptions.inRange("--pad", pad, 0, 64);
  }

  private static <T> T parsed(String option, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage("%s: %s", option, e.getMessage());
    }
  }
}
