package org.polyak.pipeline.dataset;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local file system under the scheme {@code unplugged}; the start of files fails. */
public final class UnpluggedDisk extends RawLocalFileSystem {

  /** The setting of the number of bytes that cannot be read. */
  static final String BYTES = "unplugged.bytes";

  @Override
  public URI getUri() {
    return URI.create("unplugged:///");
  }

  @Override
  public String getScheme() {
    return "unplugged";
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    return new FSDataInputStream(
        new Failing(super.open(file, bufferSize), getConf().getLong(BYTES, 0)));
  }

  private static final class Failing extends FSInputStream {

    private final FSDataInputStream in;
    private final long bytes;

    Failing(FSDataInputStream in, long bytes) {
      this.in = in;
      this.bytes = bytes;
    }

    @Override
    public int read() throws IOException {
      if (in.getPos() < bytes) {
        throw new IOException("the disk is unplugged");
      }
      return in.read();
    }

    @Override
    public void seek(long position) throws IOException {
      in.seek(position);
    }

    @Override
    public long getPos() throws IOException {
      return in.getPos();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
