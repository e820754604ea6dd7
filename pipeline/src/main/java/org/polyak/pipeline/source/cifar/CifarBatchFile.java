package org.polyak.pipeline.source.cifar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/**
 * Records of a batch file.
 *
 * @param batch number of the batch
 * @param file with scheme
 * @param from first record
 * @param to the record after the last
 */
record CifarBatchFile(CifarLayout layout, int batch, String file, long from, long to)
    implements Container, Piece {

  private static final int RECORDS_AT_ONCE = 64;

  @Override
  public String name() {
    return file;
  }

  @Override
  public long bytes() {
    return (to - from) * layout.recordBytes();
  }

  /** Reads the file through for its labels. */
  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) throws IOException {
    byte[] records = new byte[RECORDS_AT_ONCE * layout.recordBytes()];
    try (InputStream in = openAtStart(hadoop)) {
      long index = from;
      while (index < to) {
        int count = (int) Math.min(RECORDS_AT_ONCE, to - index);
        readFully(in, records, count * layout.recordBytes());
        for (int i = 0; i < count; i++, index++) {
          int label = layout.label(records, i * layout.recordBytes());
          listing.add(
              CifarLayout.position(batch, index),
              CifarRecord.listed(layout, batch, index, label),
              layout.recordBytes());
        }
      }
    }
    List<Piece> pieces = new ArrayList<>();
    long step = Piece.TARGET_BYTES / layout.recordBytes();
    for (long start = from; start < to; start += step) {
      pieces.add(new CifarBatchFile(layout, batch, file, start, Math.min(to, start + step)));
    }
    return pieces;
  }

  @Override
  public RawImages open(Configuration hadoop) throws IOException {
    return new Records(openAtStart(hadoop));
  }

  private FSDataInputStream openAtStart(Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FSDataInputStream in =
        path.getFileSystem(hadoop).open(path, RECORDS_AT_ONCE * layout.recordBytes());
    in.seek(from * layout.recordBytes());
    return in;
  }

  private void readFully(InputStream in, byte[] bytes, int length) throws IOException {
    if (in.readNBytes(bytes, 0, length) < length) {
      throw new EOFException(file + " has become shorter meanwhile");
    }
  }

  private final class Records implements RawImages {

    private final InputStream in;
    private final byte[] records = new byte[RECORDS_AT_ONCE * layout.recordBytes()];
    private long index = from;
    private int read;
    private int taken;

    Records(InputStream in) {
      this.in = in;
    }

    @Override
    public RawImage next() throws IOException {
      if (index == to) {
        return null;
      }
      if (taken == read) {
        read = (int) Math.min(RECORDS_AT_ONCE, to - index);
        readFully(in, records, read * layout.recordBytes());
        taken = 0;
      }
      byte[] record = new byte[layout.recordBytes()];
      System.arraycopy(records, taken * record.length, record, 0, record.length);
      taken++;
      return CifarRecord.image(layout, batch, index++, record);
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
