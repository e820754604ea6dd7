package org.polyak.pipeline.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The known files at one place, one after the other: a file itself, or what an archive holds. */
interface Members extends Closeable {

  /**
   * A file; its content is read before the next one is asked for.
   *
   * @param name without folders
   */
  record Member(String name, InputStream content) {}

  /** The next known file, or null at the end. */
  Member next() throws IOException;

  /** Opens a place that {@link CifarInput} found. */
  static Members open(Configuration hadoop, String place) throws IOException {
    Path path = new Path(place);
    InputStream stream = path.getFileSystem(hadoop).open(path);
    return ArchiveMembers.isArchive(path.getName())
        ? new ArchiveMembers(place, stream)
        : new FileMember(path.getName(), stream);
  }
}
