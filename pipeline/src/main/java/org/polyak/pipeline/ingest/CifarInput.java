package org.polyak.pipeline.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;

/**
 * Where the collection lies.
 *
 * @param places the known files of a folder, or one archive, with scheme; one Spark task each
 */
record CifarInput(List<String> places) {

  /**
   * Looks at a folder or an archive.
   *
   * @throws PolyakException if there is nothing, or nothing of the format
   */
  static CifarInput find(Configuration hadoop, Path path) throws IOException {
    FileSystem fs = path.getFileSystem(hadoop);
    if (!fs.exists(path)) {
      throw PolyakException.data("--input %s: no such file or folder", path);
    }
    if (fs.getFileStatus(path).isFile()) {
      if (!ArchiveMembers.isArchive(path.getName())) {
        throw PolyakException.data(
            "--input %s: expected a folder or a .tar.gz of CIFAR-10's binary version", path);
      }
      return new CifarInput(List.of(fs.makeQualified(path).toString()));
    }
    for (Path folder : List.of(path, new Path(path, CifarFormat.FOLDER))) {
      List<String> files = filesIn(fs, folder);
      if (!files.isEmpty()) {
        return new CifarInput(files);
      }
    }
    throw noBatch(path);
  }

  static PolyakException noBatch(Path path) {
    return PolyakException.data(
        "--input %s: no batch file in it (expected data_batch_1.bin to data_batch_5.bin and"
            + " test_batch.bin of CIFAR-10's binary version)",
        path);
  }

  /** The known files; none if there is no batch among them. */
  private static List<String> filesIn(FileSystem fs, Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    for (String batch : CifarFormat.batches()) {
      addIfThere(fs, new Path(folder, CifarFormat.fileName(batch)), found);
    }
    if (!found.isEmpty()) {
      addIfThere(fs, new Path(folder, CifarFormat.META), found);
    }
    return found;
  }

  private static void addIfThere(FileSystem fs, Path file, List<String> found) throws IOException {
    if (fs.exists(file) && fs.getFileStatus(file).isFile()) {
      found.add(fs.makeQualified(file).toString());
    }
  }
}
