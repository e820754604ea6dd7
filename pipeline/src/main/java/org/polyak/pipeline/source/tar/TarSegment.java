package org.polyak.pipeline.source.tar;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;

/**
 * Members of an archive that follow each other.
 *
 * @param range the archive
 * @param from where the first one's headers begin
 * @param to offset after the last one; the archive's length if the archive's end belongs to it
 * @param gzip whether the archive is compressed; then the segment is all of it
 */
public record TarSegment(TarRange range, TarMark from, long to, boolean gzip)
    implements Serializable {

  /** Bytes to be read from storage. */
  public long bytes() {
    return gzip ? range.length() : to - from.offset();
  }

  /**
   * Reads it.
   *
   * @throws IOException if the storage fails
   */
  public TarReader open(Configuration hadoop) throws IOException {
    FSDataInputStream in = range.openFile(hadoop);
    return new TarReader(
        this, gzip ? new UnzippedBytes(range, in) : new SeekableBytes(range, in, from.offset()));
  }
}
