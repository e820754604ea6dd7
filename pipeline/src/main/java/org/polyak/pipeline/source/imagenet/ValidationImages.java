package org.polyak.pipeline.source.imagenet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.files.FileBundle;
import org.polyak.pipeline.source.files.FileBundles;
import org.polyak.pipeline.source.files.FileListing;
import org.polyak.pipeline.source.tar.TarContainer;
import org.polyak.pipeline.source.tar.TarRange;

/** The validation images. */
record ValidationImages(List<FileStatus> files, List<Container> containers) {

  static ValidationImages inArchive(Configuration hadoop, FileStatus file, Metadata metadata)
      throws IOException {
    ValidationPlace place = new ValidationPlace(metadata.validation(hadoop));
    return new ValidationImages(List.of(file), List.of(new TarContainer(TarRange.of(file), place)));
  }

  /** Looks at a folder of images or of the classes' folders. */
  static ValidationImages inFolder(Configuration hadoop, Path folder, Metadata metadata)
      throws IOException {
    FileSystem fs = folder.getFileSystem(hadoop);
    List<FileStatus> files = FileListing.below(fs, folder);
    boolean flat =
        files.stream()
            .map(file -> FileListing.relative(folder, file.getPath()))
            .anyMatch(ValidationLabels::isImage);
    ValidationPlace place =
        new ValidationPlace(flat ? metadata.validation(hadoop) : ValidationLabels.none());
    List<FileBundle.ImageFile> images = new ArrayList<>();
    for (FileStatus file : files) {
      String path = FileListing.relative(folder, file.getPath());
      images.add(FileBundle.ImageFile.of(file, place.listed(path)));
    }
    return new ValidationImages(files, List.copyOf(FileBundles.of(images)));
  }
}
