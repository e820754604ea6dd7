package org.polyak.pipeline.source.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.polyak.pipeline.error.PolyakException;

/** All files below a folder. */
public final class FileListing {

  /** Deeper than collections are; a link that points back to its own folder never ends. */
  private static final int MAX_DEPTH = 32;

  private FileListing() {}

  /**
   * The files below {@code folder} at any depth, in the order of the UTF-16 units of their paths,
   * whatever the order in which the storage lists them. Folders are not in it.
   *
   * @throws PolyakException if folders are nested more than 32 deep
   * @throws IOException if the storage fails
   */
  public static List<FileStatus> below(FileSystem fs, Path folder) throws IOException {
    List<FileStatus> files = new ArrayList<>();
    add(fs, folder, 0, files);
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return files;
  }

  /**
   * What lies directly in {@code folder}, files and folders, in the order of the UTF-16 units of
   * their names.
   *
   * @throws IOException if the storage fails
   */
  public static List<FileStatus> in(FileSystem fs, Path folder) throws IOException {
    List<FileStatus> entries = new ArrayList<>();
    RemoteIterator<FileStatus> listed = fs.listStatusIterator(folder);
    while (listed.hasNext()) {
      entries.add(listed.next());
    }
    entries.sort(Comparator.comparing(entry -> entry.getPath().getName()));
    return entries;
  }

  /**
   * The path of a file as seen from a folder above it, with {@code /}.
   *
   * @throws IllegalArgumentException if the file does not lie below the folder
   */
  public static String relative(Path folder, Path file) {
    String above = folder.toUri().getPath();
    String prefix = above.endsWith("/") ? above : above + "/";
    String path = file.toUri().getPath();
    if (!path.startsWith(prefix)) {
      throw new IllegalArgumentException(file + " does not lie below " + folder);
    }
    return path.substring(prefix.length());
  }

  private static void add(FileSystem fs, Path folder, int depth, List<FileStatus> files)
      throws IOException {
    if (depth > MAX_DEPTH) {
      throw PolyakException.data(
          "%s: folders nested more than %d deep (does a link point back?)", folder, MAX_DEPTH);
    }
    RemoteIterator<FileStatus> listed = fs.listStatusIterator(folder);
    while (listed.hasNext()) {
      FileStatus entry = listed.next();
      if (entry.isDirectory()) {
        add(fs, entry.getPath(), depth + 1, files);
      } else {
        files.add(entry);
      }
    }
  }
}
