package org.polyak.pipeline.source.idx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;

/**
 * MNIST and what comes in its files: a folder with {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte} and the two of {@code t10k}, or with a dot before {@code idx}, each
 * plain or with {@code .gz}; of several copies the plain one is read.
 */
public final class IdxFormat implements SourceFormat {

  private static final String TRAIN = "train";
  private static final String TEST = "t10k";
  private static final String IMAGES = "images";
  private static final String LABELS = "labels";

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public boolean recognises(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    return fs.getFileStatus(options.input()).isDirectory()
        && find(fs, options.input(), TRAIN, IMAGES).isPresent();
  }

  /**
   * Looks at the headers of all files.
   *
   * @throws PolyakException if training images or the labels of images are missing, or a header is
   *     wrong
   */
  @Override
  public Source open(Configuration hadoop, SourceOptions options) throws IOException {
    Path input = options.input();
    FileSystem fs = input.getFileSystem(hadoop);
    if (fs.getFileStatus(input).isFile()) {
      throw PolyakException.data(
          "--input %s: is a file (expected the folder with %s and %s)",
          input, fileName(TRAIN, IMAGES), fileName(TRAIN, LABELS));
    }
    List<FileStatus> files = new ArrayList<>();
    List<Container> pairs = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    if (!addPair(hadoop, options, TRAIN, Split.TRAIN, files, pairs)) {
      throw PolyakException.data(
          "--input %s: no training images in it (expected %s, plain or with .gz)",
          input, fileName(TRAIN, IMAGES));
    }
    if (!addPair(hadoop, options, TEST, Split.TEST, files, pairs)) {
      warnings.add(
          "%s is missing in %s: the data set gets no test images"
              .formatted(fileName(TEST, IMAGES), input));
    }
    return new IdxSource(files, pairs, warnings);
  }

  /** Adds the two files of a split; false if there are no images of it. */
  private static boolean addPair(
      Configuration hadoop,
      SourceOptions options,
      String name,
      Split split,
      List<FileStatus> files,
      List<Container> pairs)
      throws IOException {
    Path folder = options.input();
    FileSystem fs = folder.getFileSystem(hadoop);
    Optional<FileStatus> images = find(fs, folder, name, IMAGES);
    if (images.isEmpty()) {
      return false;
    }
    FileStatus labels =
        find(fs, folder, name, LABELS)
            .orElseThrow(
                () ->
                    PolyakException.data(
                        "--input %s: %s is there without the labels (expected %s, plain or with"
                            + " .gz)",
                        folder, images.get().getPath().getName(), fileName(name, LABELS)));
    files.add(images.get());
    files.add(labels);
    IdxFile imageFile = IdxFile.of(hadoop, images.get());
    IdxFile labelFile = IdxFile.of(hadoop, labels);
    IdxHeader header = IdxHeader.of(hadoop, imageFile, labelFile);
    pairs.add(new IdxPair(name, split, imageFile, labelFile, header, options.pad()));
    return true;
  }

  private static Optional<FileStatus> find(FileSystem fs, Path folder, String name, String kind)
      throws IOException {
    String dashed = fileName(name, kind);
    String dotted = dashed.replace("-idx", ".idx");
    for (String file : List.of(dashed, dotted, dashed + ".gz", dotted + ".gz")) {
      Path path = new Path(folder, file);
      if (fs.exists(path) && fs.getFileStatus(path).isFile()) {
        return Optional.of(fs.getFileStatus(path));
      }
    }
    return Optional.empty();
  }

  /** Such as {@code t10k-labels-idx1-ubyte}. */
  private static String fileName(String name, String kind) {
    return "%s-%s-idx%d-ubyte".formatted(name, kind, kind.equals(IMAGES) ? 3 : 1);
  }
}
