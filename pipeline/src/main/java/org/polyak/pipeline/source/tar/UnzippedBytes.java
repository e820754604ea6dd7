package org.polyak.pipeline.source.tar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.polyak.pipeline.error.PolyakException;

/** The content of a gzipped range; it can only be read through from its start. */
final class UnzippedBytes implements TarBytes {

  private static final int BUFFER = 1 << 16;

  private final TarRange range;
  private final RangeStream zipped;
  private final byte[] passedOver = new byte[BUFFER];
  private InputStream in;
  private long position;

  UnzippedBytes(TarRange range, FSDataInputStream file) {
    this.range = range;
    this.zipped = new RangeStream(file, range.start(), range.length());
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public int read(byte[] buffer) throws IOException {
    return read(buffer, buffer.length);
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = 0;
    while (skipped < n) {
      int part = read(passedOver, (int) Math.min(passedOver.length, n - skipped));
      if (part == 0) {
        break;
      }
      skipped += part;
    }
    return skipped;
  }

  @Override
  public void close() throws IOException {
    zipped.close();
  }

  private int read(byte[] buffer, int length) throws IOException {
    try {
      if (in == null) {
        // Unlike the platform's, it reads gzip streams that are joined whatever available() says.
        in = new GzipCompressorInputStream(new BufferedInputStream(zipped, BUFFER), true);
      }
      int n = in.readNBytes(buffer, 0, length);
      position += n;
      return n;
    } catch (IOException e) {
      if (zipped.failure() != null) {
        throw zipped.failure();
      }
      throw PolyakException.data(
          "%s: damaged or truncated gzip stream after %d unpacked bytes: %s; get it again",
          range.name(), position, e.getMessage() == null ? "it ends there" : e.getMessage());
    }
  }
}
