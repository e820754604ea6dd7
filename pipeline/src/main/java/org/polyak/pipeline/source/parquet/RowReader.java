package org.polyak.pipeline.source.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.polyak.pipeline.dataset.ParquetFailure;
import org.polyak.pipeline.error.PolyakException;

/**
 * Goes through the rows of a file, a row group at a time. What Parquet throws of its own is damage
 * of the file; what the storage throws stays as it is.
 */
final class RowReader implements Closeable {

  private static final String ADVICE = "get it again";

  private final String file;
  private final ParquetFileReader reader;
  private MessageType columns;
  private RecordReader<Group> rows;
  private int nextGroup;
  private long left;

  private RowReader(String file, ParquetFileReader reader) {
    this.file = file;
    this.reader = reader;
    this.columns = schema();
  }

  /**
   * Opens a file and reads its footer.
   *
   * @throws PolyakException if it is not a Parquet file, or a damaged one
   */
  static RowReader open(Configuration hadoop, String file) throws IOException {
    HadoopInputFile input = HadoopInputFile.fromPath(new Path(file), hadoop);
    try {
      return new RowReader(file, ParquetFileReader.open(input));
    } catch (RuntimeException | IOException e) {
      throw ParquetFailure.storage(file, ADVICE, e);
    }
  }

  /** The file's columns. */
  MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  /** What its writer noted in the footer. */
  Map<String, String> notes() {
    return reader.getFileMetaData().getKeyValueMetaData();
  }

  /** Its row groups. */
  List<BlockMetaData> groups() {
    return reader.getFooter().getBlocks();
  }

  /** Restricts what is read to some of the columns. */
  void select(MessageType wanted) {
    columns = wanted;
    reader.setRequestedSchema(wanted);
  }

  /** Passes over the next row group without reading it. */
  void skipGroup() {
    nextGroup++;
    reader.skipNextRowGroup();
  }

  /** Reads the next row group into memory, in the place of the one before. */
  void readGroup() throws IOException {
    left = groups().get(nextGroup).getRowCount();
    if (left == 0) {
      // Parquet's reader refuses them.
      skipGroup();
      return;
    }
    nextGroup++;
    // Let go of what was read before.
    rows = null;
    try {
      PageReadStore pages = reader.readNextRowGroup();
      rows =
          new ColumnIOFactory()
              .getColumnIO(columns)
              .getRecordReader(pages, new GroupRecordConverter(columns));
    } catch (RuntimeException | IOException e) {
      throw ParquetFailure.storage(file, ADVICE, e);
    }
  }

  /** The next row of the row group, or null at its end. */
  Group next() {
    if (left == 0) {
      return null;
    }
    left--;
    try {
      return rows.read();
    } catch (RuntimeException e) {
      throw ParquetFailure.damaged(file, ADVICE, e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
