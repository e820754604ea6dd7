package org.polyak.pipeline.dataset;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A Parquet file whose bytes follow from its rows. Parquet's writer collects a column's encodings
 * in a hash set of enum values, whose order is another one in each process, and lists them in the
 * footer in that order. The footer goes to the file with each list in the order of Parquet's
 * numbers of encodings; nothing else of it changes.
 */
public final class RepeatableFile implements OutputFile {

  private static final byte[] MAGIC = ParquetFileWriter.MAGIC;

  /** After the footer stand its length and the magic number. */
  private static final int TAIL = Integer.BYTES + MAGIC.length;

  private final OutputFile file;
  private Output output;

  /** Around the file that is written to. */
  public RepeatableFile(OutputFile file) {
    this.file = file;
  }

  /**
   * Says that the writer is about to be closed. What it writes from here on, the last row group and
   * the footer, is held back until it closes the file.
   */
  public void end() {
    output.held = new ByteArrayOutputStream();
  }

  @Override
  public PositionOutputStream create(long blockSize) throws IOException {
    output = new Output(file.create(blockSize));
    return output;
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSize) throws IOException {
    output = new Output(file.createOrOverwrite(blockSize));
    return output;
  }

  @Override
  public boolean supportsBlockSize() {
    return file.supportsBlockSize();
  }

  @Override
  public long defaultBlockSize() {
    return file.defaultBlockSize();
  }

  @Override
  public String getPath() {
    return file.getPath();
  }

  private static final class Output extends PositionOutputStream {

    private final PositionOutputStream out;

    /** Null as long as bytes go straight to the file. */
    private ByteArrayOutputStream held;

    Output(PositionOutputStream out) {
      this.out = out;
    }

    @Override
    public long getPos() throws IOException {
      return out.getPos() + (held == null ? 0 : held.size());
    }

    @Override
    public void write(int value) throws IOException {
      if (held == null) {
        out.write(value);
      } else {
        held.write(value);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      if (held == null) {
        out.write(bytes, from, length);
      } else {
        held.write(bytes, from, length);
      }
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      try (out) {
        // Nothing is held back after a failure, when the file is closed without an end.
        if (held != null) {
          byte[] rest = held.toByteArray();
          held = null;
          writeRest(rest);
        }
      }
    }

    private void writeRest(byte[] rest) throws IOException {
      int end = rest.length - TAIL;
      if (end < 0
          || !Arrays.equals(rest, end + Integer.BYTES, rest.length, MAGIC, 0, MAGIC.length)) {
        // The writer failed before the footer: what there is stays visibly incomplete.
        out.write(rest);
        return;
      }
      int length = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
      int from = end - length;
      FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(rest, from, length));
      for (RowGroup group : footer.getRow_groups()) {
        for (ColumnChunk column : group.getColumns()) {
          column.getMeta_data().getEncodings().sort(null);
        }
      }
      ByteArrayOutputStream sorted = new ByteArrayOutputStream(length);
      Util.writeFileMetaData(footer, sorted);
      out.write(rest, 0, from);
      sorted.writeTo(out);
      ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
      tail.putInt(sorted.size()).put(MAGIC);
      out.write(tail.array());
    }
  }
}
