package org.polyak.pipeline.source.imagenet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.source.files.FileListing;

/**
 * Where the images lie below a folder.
 *
 * @param train an archive of archives or a folder of classes; null if there is none
 * @param validation an archive or a folder; null if there is none
 * @param passedOver names of what belongs to the collection and is not read
 */
record Layout(FileStatus train, FileStatus validation, List<String> passedOver) {

  static final String TRAIN_TAR = "ILSVRC2012_img_train.tar";
  static final String VALIDATION_TAR = "ILSVRC2012_img_val.tar";

  /** Where the collection's folders are, as unpacked by hand and as Kaggle has it. */
  private static final List<String> BASES = List.of("", "Data/CLS-LOC", "ILSVRC/Data/CLS-LOC");

  /** An archive is preferred to a folder: unpacking may not have been finished. */
  static Layout find(FileSystem fs, Path folder) throws IOException {
    FileStatus train = null;
    FileStatus validation = null;
    List<String> passedOver = new ArrayList<>();
    for (FileStatus entry : FileListing.in(fs, folder)) {
      String name = entry.getPath().getName();
      if (name.equals(TRAIN_TAR) && entry.isFile()) {
        train = entry;
      } else if (name.equals(VALIDATION_TAR) && entry.isFile()) {
        validation = entry;
      } else if (name.endsWith(".tar")) {
        passedOver.add(name);
      }
    }
    for (String base : BASES) {
      Path place = base.isEmpty() ? folder : new Path(folder, base);
      FileStatus trainFolder = folder(fs, new Path(place, "train"));
      FileStatus validationFolder = folder(fs, new Path(place, "val"));
      train = preferred(train, trainFolder, passedOver);
      validation = preferred(validation, validationFolder, passedOver);
      if (folder(fs, new Path(place, "test")) != null) {
        passedOver.add("test (without labels)");
      }
    }
    return new Layout(train, validation, passedOver);
  }

  private static FileStatus folder(FileSystem fs, Path path) throws IOException {
    if (!fs.exists(path)) {
      return null;
    }
    FileStatus status = fs.getFileStatus(path);
    return status.isDirectory() ? status : null;
  }

  private static FileStatus preferred(
      FileStatus first, FileStatus second, List<String> passedOver) {
    if (first != null && second != null) {
      passedOver.add(second.getPath().getName() + "/");
    }
    return first == null ? second : first;
  }
}
