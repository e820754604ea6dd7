package org.polyak.pipeline.source.idx;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A file of images or of labels.
 *
 * @param path with scheme
 * @param length as stored, in bytes
 * @param gzip whether it is gzipped, whatever its name
 */
record IdxFile(String path, long length, boolean gzip) implements Serializable {

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  /** Looks at the first bytes of a file. */
  static IdxFile of(Configuration hadoop, FileStatus file) throws IOException {
    Path path = file.getPath();
    try (FSDataInputStream in = path.getFileSystem(hadoop).open(path)) {
      boolean gzip = in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
      return new IdxFile(path.toString(), file.getLen(), gzip);
    }
  }

  /** Its content from the start. */
  IdxStream open(Configuration hadoop) throws IOException {
    return openAt(hadoop, 0);
  }

  /**
   * Its content.
   *
   * @param offset where to begin; 0 if it is gzipped
   */
  IdxStream openAt(Configuration hadoop, long offset) throws IOException {
    Path file = new Path(path);
    FSDataInputStream in = file.getFileSystem(hadoop).open(file);
    if (offset > 0) {
      in.seek(offset);
    }
    return new IdxStream(path, in, gzip);
  }
}
