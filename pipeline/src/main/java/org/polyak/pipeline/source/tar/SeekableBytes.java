package org.polyak.pipeline.source.tar;

import java.io.IOException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.polyak.pipeline.error.PolyakException;

/** A byte range of a file; what is passed over is not read. */
final class SeekableBytes implements TarBytes {

  private final TarRange range;
  private final FSDataInputStream in;
  private long position;

  SeekableBytes(TarRange range, FSDataInputStream in, long position) {
    this.range = range;
    this.in = in;
    this.position = position;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    int wanted = (int) Math.min(buffer.length, range.length() - position);
    if (wanted == 0) {
      return 0;
    }
    long at = range.start() + position;
    if (in.getPos() != at) {
      in.seek(at);
    }
    int n = in.readNBytes(buffer, 0, wanted);
    if (n < wanted) {
      throw PolyakException.data(
          "%s: changed while it was being read (expected %d bytes, found %d)",
          range.name(), range.length(), position + n);
    }
    position += n;
    return n;
  }

  @Override
  public long skip(long n) {
    long skipped = Math.min(n, range.length() - position);
    position += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
