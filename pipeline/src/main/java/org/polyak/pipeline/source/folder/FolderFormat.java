package org.polyak.pipeline.source.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Source;
import org.polyak.pipeline.source.SourceFormat;
import org.polyak.pipeline.source.SourceOptions;
import org.polyak.pipeline.source.files.FileBundle.ImageFile;
import org.polyak.pipeline.source.files.FileBundles;
import org.polyak.pipeline.source.files.FileListing;

/**
 * Image files in folders: {@code <split>/<class>/<image>} if all first folders are called as splits
 * are, else {@code <class>/<image>}. Every file is an input, whatever its name.
 */
public final class FolderFormat implements SourceFormat {

  /** WordNet ids: below splits they are ImageNet's layout. */
  private static final String WNID = "n[0-9]{8}";

  private static final List<String> IMAGES =
      List.of(".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp");

  @Override
  public String name() {
    return "folder";
  }

  /** Looks at the first folder of each level, so that it need not list them all. */
  @Override
  public boolean recognises(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    if (fs.getFileStatus(options.input()).isFile()) {
      return false;
    }
    List<FileStatus> first = folders(fs, options.input());
    if (first.isEmpty()) {
      return false;
    }
    boolean withSplits = first.stream().allMatch(f -> SplitFolder.of(name(f)).isPresent());
    if (!withSplits) {
      return holdsImages(fs, first.get(0).getPath());
    }
    List<FileStatus> classes = folders(fs, first.get(0).getPath());
    return !classes.isEmpty()
        && !classes.stream().allMatch(c -> name(c).matches(WNID))
        && holdsImages(fs, classes.get(0).getPath());
  }

  @Override
  public Source open(Configuration hadoop, SourceOptions options) throws IOException {
    FileSystem fs = options.input().getFileSystem(hadoop);
    if (fs.getFileStatus(options.input()).isFile()) {
      throw PolyakException.data(
          "--input %s: is a file (expected a folder with a folder for each class)",
          options.input());
    }
    Path root = fs.makeQualified(options.input());
    FolderPlaces places = new FolderPlaces(withSplits(fs, root), options.split());
    List<FileStatus> files = FileListing.below(fs, root);
    if (files.isEmpty()) {
      throw PolyakException.data(
          "--input %s: no file in it (expected <class>/<image> or <split>/<class>/<image>)", root);
    }
    List<ImageFile> images = new ArrayList<>();
    for (FileStatus file : files) {
      String path = FileListing.relative(root, file.getPath());
      images.add(ImageFile.of(file, places.image(path)));
    }
    if (images.stream().allMatch(image -> image.image().classKey() == null)) {
      throw PolyakException.data(
          "--input %s: no file in a folder of a class (expected <class>/<image> or"
              + " <split>/<class>/<image>, found %s)",
          root, images.get(0).image().id());
    }
    return FolderSource.of(files, images, FileBundles.of(images));
  }

  private static boolean withSplits(FileSystem fs, Path root) throws IOException {
    List<String> names = folders(fs, root).stream().map(FolderFormat::name).toList();
    List<String> splits = names.stream().filter(n -> SplitFolder.of(n).isPresent()).toList();
    if (!splits.isEmpty() && splits.size() < names.size()) {
      String other = names.stream().filter(n -> !splits.contains(n)).findFirst().orElseThrow();
      throw PolyakException.data(
          "--input %s: holds %s, called as a split is, beside %s (expected splits only, or classes"
              + " only)",
          root, splits.get(0), other);
    }
    return !splits.isEmpty();
  }

  private static boolean holdsImages(FileSystem fs, Path folder) throws IOException {
    return FileListing.in(fs, folder).stream()
        .filter(FileStatus::isFile)
        .map(file -> name(file).toLowerCase(Locale.ROOT))
        .anyMatch(name -> IMAGES.stream().anyMatch(name::endsWith));
  }

  private static List<FileStatus> folders(FileSystem fs, Path folder) throws IOException {
    return FileListing.in(fs, folder).stream()
        .filter(FileStatus::isDirectory)
        .filter(f -> !name(f).startsWith("."))
        .toList();
  }

  private static String name(FileStatus status) {
    return status.getPath().getName();
  }
}
