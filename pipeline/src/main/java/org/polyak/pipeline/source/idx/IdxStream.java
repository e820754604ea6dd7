package org.polyak.pipeline.source.idx;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.polyak.pipeline.error.PolyakException;

/** The content of a file, unzipped if need be, that tells damage from a failure of the storage. */
final class IdxStream implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final String name;
  private final Stored stored;
  private final boolean gzip;
  private InputStream content;

  /**
   * @param name of the file, for messages
   */
  IdxStream(String name, InputStream stored, boolean gzip) {
    this.name = name;
    this.stored = new Stored(stored);
    this.gzip = gzip;
  }

  /**
   * Fills an array.
   *
   * @param what comes there, for messages
   * @throws PolyakException if the content ends before, or is damaged
   */
  void read(byte[] bytes, String what) throws IOException {
    if (readAvailable(bytes) < bytes.length) {
      throw PolyakException.data("%s: ends within %s: it is truncated; get it again", name, what);
    }
  }

  /** The next four bytes as a big-endian number. */
  int readInt(String what) throws IOException {
    byte[] bytes = new byte[Integer.BYTES];
    read(bytes, what);
    return ByteBuffer.wrap(bytes).getInt();
  }

  /**
   * Checks that nothing follows, which also compares a gzip stream's checksum.
   *
   * @param what has been read, for messages
   */
  void requireEnd(String what) throws IOException {
    if (readAvailable(new byte[1]) > 0) {
      throw PolyakException.data("%s: goes on after %s, as many as its header says", name, what);
    }
  }

  @Override
  public void close() throws IOException {
    stored.close();
  }

  private int readAvailable(byte[] bytes) throws IOException {
    try {
      if (content == null) {
        InputStream buffered = new BufferedInputStream(stored, BUFFER);
        content = gzip ? new GzipCompressorInputStream(buffered, true) : buffered;
      }
      return content.readNBytes(bytes, 0, bytes.length);
    } catch (IOException e) {
      if (stored.failure != null) {
        throw stored.failure;
      }
      throw PolyakException.data(
          "%s: damaged or truncated gzip stream: %s; get it again",
          name, e.getMessage() == null ? "it ends there" : e.getMessage());
    }
  }

  /** The bytes as stored; remembers that the storage failed, and not the format. */
  private static final class Stored extends FilterInputStream {

    private IOException failure;

    Stored(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return super.read(buffer, offset, length);
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
