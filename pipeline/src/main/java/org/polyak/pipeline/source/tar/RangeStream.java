package org.polyak.pipeline.source.tar;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FSDataInputStream;

/** A byte range of a file as a stream; remembers that the storage failed, and not the format. */
final class RangeStream extends InputStream {

  private final FSDataInputStream in;
  private final long start;
  private final long length;
  private long position;
  private IOException failure;

  RangeStream(FSDataInputStream in, long start, long length) {
    this.in = in;
    this.start = start;
    this.length = length;
  }

  /** What the storage threw, or null. */
  IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    int wanted = (int) Math.min(count, length - position);
    if (wanted == 0) {
      return count == 0 ? 0 : -1;
    }
    try {
      if (position == 0) {
        in.seek(start);
      }
      int n = in.read(buffer, offset, wanted);
      position += Math.max(n, 0);
      return n;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
