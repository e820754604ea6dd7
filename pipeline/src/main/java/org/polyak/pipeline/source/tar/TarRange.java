package org.polyak.pipeline.source.tar;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * A tar archive: a file, or a member of another archive.
 *
 * @param file with scheme
 * @param name for messages: the file's, and of a nested archive {@code file!member}
 * @param start offset of its first byte in the file
 * @param length in bytes
 */
public record TarRange(String file, String name, long start, long length) implements Serializable {

  private static final int GZIP_MAGIC_1 = 0x1f;
  private static final int GZIP_MAGIC_2 = 0x8b;

  /** A file as a whole. */
  public static TarRange of(FileStatus file) {
    String path = file.getPath().toString();
    return new TarRange(path, path, 0, file.getLen());
  }

  /** A member of this archive, which is not compressed, as an archive of its own. */
  public TarRange nested(TarMember member) {
    return new TarRange(
        file, name + "!" + member.name(), start + member.contentStart(), member.size());
  }

  /**
   * Whether it is gzipped, by its first bytes.
   *
   * @throws IOException if the storage fails
   */
  public boolean isGzip(Configuration hadoop) throws IOException {
    if (length < 2) {
      return false;
    }
    try (FSDataInputStream in = openFile(hadoop)) {
      in.seek(start);
      return in.read() == GZIP_MAGIC_1 && in.read() == GZIP_MAGIC_2;
    }
  }

  /** All of it, to be read from its start. */
  public TarSegment whole(boolean gzip) {
    return new TarSegment(this, TarMark.START, gzip ? Long.MAX_VALUE : length, gzip);
  }

  /**
   * Reads it from its start.
   *
   * @throws IOException if the storage fails
   */
  public TarReader open(Configuration hadoop) throws IOException {
    return whole(isGzip(hadoop)).open(hadoop);
  }

  FSDataInputStream openFile(Configuration hadoop) throws IOException {
    Path path = new Path(file);
    // A new request to an object store takes as long as reading a megabyte: images are read over
    // there, where file systems seek. Others ignore the option.
    return FutureIO.awaitFuture(
        path.getFileSystem(hadoop)
            .openFile(path)
            .opt("fs.s3a.readahead.range", Integer.toString(1 << 20))
            .build());
  }
}
