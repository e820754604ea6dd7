package org.polyak.pipeline.dataset;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.polyak.pipeline.error.PolyakException;

/**
 * A contiguous part of a split, to be read in a task without Spark. Only the row groups that hold a
 * part of it are read.
 *
 * @param first position of the first row in the split
 * @param parts files in reading order
 */
public record RowRange(long first, List<FileRows> parts) implements Serializable {

  private static final String ADVICE = "run polyak ingest again";

  /**
   * Rows of one file.
   *
   * @param file with scheme
   * @param from first row
   * @param to the row after the last
   */
  public record FileRows(String file, long from, long to) implements Serializable {}

  /** Keeps a list that serialises. */
  public RowRange {
    parts = List.copyOf(parts);
  }

  /** Number of rows. */
  public long size() {
    return parts.stream().mapToLong(p -> p.to() - p.from()).sum();
  }

  /**
   * Hands the rows to {@code consumer} in order.
   *
   * @throws PolyakException if a file is damaged or has fewer rows than planned
   * @throws IOException if the storage fails
   */
  public void read(Configuration hadoop, Consumer<ImageRecord> consumer) throws IOException {
    for (FileRows part : parts) {
      try (ParquetFileReader reader = open(hadoop, part)) {
        read(reader, part, consumer);
      }
    }
  }

  private static ParquetFileReader open(Configuration hadoop, FileRows part) throws IOException {
    HadoopInputFile file = HadoopInputFile.fromPath(new Path(part.file()), hadoop);
    try {
      return ParquetFileReader.open(file);
    } catch (RuntimeException | IOException e) {
      throw ParquetFailure.storage(part.file(), ADVICE, e);
    }
  }

  private static void read(ParquetFileReader reader, FileRows part, Consumer<ImageRecord> consumer)
      throws IOException {
    MessageType schema = reader.getFooter().getFileMetaData().getSchema();
    MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
    long start = 0;
    for (BlockMetaData block : reader.getFooter().getBlocks()) {
      long end = start + block.getRowCount();
      if (end <= part.from() || start >= part.to()) {
        reader.skipNextRowGroup();
      } else {
        RecordReader<Group> rows = nextRowGroup(reader, columns, schema, part);
        for (long row = start; row < Math.min(end, part.to()); row++) {
          ImageRecord image = next(rows, part, row >= part.from());
          if (image != null) {
            check(image, part);
            // Outside of what catches Parquet's failures: the consumer's are its own.
            consumer.accept(image);
          }
        }
      }
      start = end;
    }
    if (start < part.to()) {
      throw PolyakException.data(
          "%s: has %d rows, expected at least %d; %s", part.file(), start, part.to(), ADVICE);
    }
  }

  private static RecordReader<Group> nextRowGroup(
      ParquetFileReader reader, MessageColumnIO columns, MessageType schema, FileRows part)
      throws IOException {
    try {
      PageReadStore pages = reader.readNextRowGroup();
      return columns.getRecordReader(pages, new GroupRecordConverter(schema));
    } catch (RuntimeException | IOException e) {
      throw ParquetFailure.storage(part.file(), ADVICE, e);
    }
  }

  /** The next row, or null if it is not wanted. */
  private static ImageRecord next(RecordReader<Group> rows, FileRows part, boolean wanted) {
    try {
      Group group = rows.read();
      return wanted ? record(group) : null;
    } catch (RuntimeException e) {
      throw ParquetFailure.damaged(part.file(), ADVICE, e);
    }
  }

  /** Ingest takes no image without pixels: this is not what it wrote. */
  private static void check(ImageRecord image, FileRows part) {
    if (image.width() < 1 || image.height() < 1) {
      throw PolyakException.data(
          "%s: image %s has %d x %d pixels (rows x columns), expected 1 x 1 or more; %s",
          part.file(), image.id(), image.height(), image.width(), ADVICE);
    }
  }

  private static ImageRecord record(Group group) {
    return new ImageRecord(
        group.getString("id", 0),
        group.getInteger("label", 0),
        group.getInteger("width", 0),
        group.getInteger("height", 0),
        group.getString("format", 0),
        group.getBinary("image", 0).getBytes(),
        group.getString("sha256", 0));
  }
}
