package org.polyak.pipeline.source.imagenet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.files.FileListing;
import org.polyak.pipeline.source.tar.TarMember;
import org.polyak.pipeline.source.tar.TarRange;
import org.polyak.pipeline.source.tar.TarReader;

/**
 * ImageNet's classification task: its archives as downloaded, one of them, or its folders as
 * unpacked. An image has the same id in all of them.
 */
public final class ImageNetFormat implements SourceFormat {

  private static final int CLASSES = 1000;

  @Override
  public String name() {
    return "imagenet";
  }

  @Override
  public boolean recognises(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    if (fs.getFileStatus(options.input()).isFile()) {
      return Set.of(Layout.TRAIN_TAR, Layout.VALIDATION_TAR).contains(options.input().getName());
    }
    Layout layout = Layout.find(fs, options.input());
    if (layout.validation() != null && layout.validation().isFile()) {
      return true;
    }
    return layout.train() != null
        && (layout.train().isFile() || isAllClasses(fs, layout.train().getPath()));
  }

  @Override
  public Source open(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    FileStatus input = fs.getFileStatus(options.input());
    Layout layout = input.isFile() ? ofFile(hadoop, input) : Layout.find(fs, options.input());
    if (layout.train() == null && layout.validation() == null) {
      throw PolyakException.data(
          "%s: neither %s nor %s nor a folder train or val is in it",
          options.input(), Layout.TRAIN_TAR, Layout.VALIDATION_TAR);
    }
    Path beside = input.isFile() ? input.getPath().getParent() : input.getPath();
    Metadata metadata =
        Metadata.find(hadoop, options.metadata() == null ? beside : options.metadata());
    List<String> warnings = new ArrayList<>();
    List<FileStatus> files = new ArrayList<>(metadata.files());
    List<Container> containers = new ArrayList<>();
    if (layout.train() != null) {
      TrainImages train = train(hadoop, fs, layout.train());
      files.addAll(train.files());
      containers.addAll(train.containers());
      if (train.classes().size() < CLASSES) {
        warnings.add(
            "%s has %d of ImageNet's %d classes"
                .formatted(layout.train().getPath(), train.classes().size(), CLASSES));
      }
    }
    if (layout.validation() != null) {
      FileStatus place = layout.validation();
      ValidationImages validation =
          place.isFile()
              ? ValidationImages.inArchive(hadoop, place, metadata)
              : ValidationImages.inFolder(hadoop, place.getPath(), metadata);
      files.addAll(validation.files());
      containers.addAll(validation.containers());
    }
    if (!layout.passedOver().isEmpty()) {
      warnings.add(
          "%s: passed over: %s".formatted(options.input(), String.join(", ", layout.passedOver())));
    }
    return new ImageNetSource(files, containers, metadata.synsets(hadoop), warnings);
  }

  private static TrainImages train(Configuration hadoop, FileSystem fs, FileStatus place)
      throws IOException {
    if (place.isDirectory()) {
      return TrainImages.inFolder(fs, place.getPath());
    }
    return Wnid.isArchive(place.getPath().getName())
        ? TrainImages.inClassArchive(place)
        : TrainImages.inArchive(hadoop, place);
  }

  /** What a single archive is, by its name or its first member. */
  private static Layout ofFile(Configuration hadoop, FileStatus file) throws IOException {
    if (file.getPath().getName().equals(Layout.TRAIN_TAR)) {
      return new Layout(file, null, List.of());
    }
    if (file.getPath().getName().equals(Layout.VALIDATION_TAR)) {
      return new Layout(null, file, List.of());
    }
    try (TarReader tar = TarRange.of(file).open(hadoop)) {
      TarMember first = tar.next();
      String path = first == null ? "" : first.name();
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (Wnid.isArchive(name) || Wnid.isArchive(file.getPath().getName())) {
        return new Layout(file, null, List.of());
      }
      if (ValidationLabels.isImage(name)) {
        return new Layout(null, file, List.of());
      }
      throw PolyakException.data(
          "%s: first member '%s' (expected an archive such as n01440764.tar or an image such as"
              + " ILSVRC2012_val_00000001.JPEG)",
          file.getPath(), path);
    }
  }

  private static boolean isAllClasses(FileSystem fs, Path train) throws IOException {
    List<FileStatus> entries =
        FileListing.in(fs, train).stream()
            .filter(entry -> !entry.getPath().getName().startsWith("."))
            .toList();
    return !entries.isEmpty()
        && entries.stream()
            .allMatch(
                entry ->
                    entry.isDirectory()
                        ? Wnid.isWnid(entry.getPath().getName())
                        : Wnid.isArchive(entry.getPath().getName()));
  }
}
