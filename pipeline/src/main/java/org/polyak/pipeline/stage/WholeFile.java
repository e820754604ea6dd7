package org.polyak.pipeline.stage;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;

/** Files that are in place whole or not at all. */
public final class WholeFile {

  private static final String ASIDE = "_incomplete-";

  private WholeFile() {}

  /** Writes a file beside its place and moves it there, instead of a file that is there. */
  public static void write(Configuration hadoop, Path file, byte[] content) throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    Path target = fs.makeQualified(file);
    Path aside = new Path(target.getParent(), ASIDE + target.getName());
    try {
      try (FSDataOutputStream out = fs.create(aside, true)) {
        out.write(content);
      }
      fs.delete(target, false);
      move(fs, aside, target);
    } finally {
      fs.delete(aside, false);
    }
  }

  /** Deletes the files beside their places in a folder that a killed process has left. */
  public static void deleteUnfinished(FileSystem fs, Path folder) throws IOException {
    for (FileStatus status : fs.listStatus(folder)) {
      if (status.isFile() && status.getPath().getName().startsWith(ASIDE)) {
        fs.delete(status.getPath(), false);
      }
    }
  }

  /**
   * Renames a file or folder.
   *
   * @throws PolyakException if the file system does not do it
   */
  public static void move(FileSystem fs, Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw PolyakException.storage(null, "Cannot rename %s to %s", from, to);
    }
  }
}
