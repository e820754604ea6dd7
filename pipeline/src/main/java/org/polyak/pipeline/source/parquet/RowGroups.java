package org.polyak.pipeline.source.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Piece;
import org.polyak.pipeline.source.RawImage;
import org.polyak.pipeline.source.RawImages;

/**
 * Neighbouring row groups of a file. Their compressed columns are held one row group at a time,
 * their images one at a time.
 *
 * @param from first row group
 * @param to the row group after the last
 * @param firstRow number of the first row in the file
 * @param rows how many
 * @param bytes of the columns that are read, as stored
 */
record RowGroups(ParquetImages images, int from, int to, long firstRow, long rows, long bytes)
    implements Piece {

  @Override
  public RawImages open(Configuration hadoop) throws IOException {
    RowReader reader = RowReader.open(hadoop, images.file());
    try {
      prepare(reader);
    } catch (RuntimeException e) {
      reader.close();
      throw e;
    }
    return new Images(reader);
  }

  private void prepare(RowReader reader) {
    int groups = reader.groups().size();
    long found =
        reader.groups().stream()
            .skip(from)
            .limit(to - from)
            .mapToLong(group -> group.getRowCount())
            .sum();
    if (groups < to || found != rows) {
      throw PolyakException.data(
          "%s: %d rows in the row groups from %d on (expected %d): it has changed meanwhile",
          images.file(), found, from, rows);
    }
    FileSchema schema = new FileSchema(images.file(), reader.schema());
    List<Type> types = new ArrayList<>(images.columns().forListing(schema));
    types.addAll(images.columns().forContent(schema));
    reader.select(new MessageType(reader.schema().getName(), types));
    for (int group = 0; group < from; group++) {
      reader.skipGroup();
    }
  }

  /** Reads the rows one after the other. */
  private final class Images implements RawImages {

    private final RowReader reader;
    private int group = from;
    private long row = firstRow;

    Images(RowReader reader) {
      this.reader = reader;
    }

    @Override
    public RawImage next() throws IOException {
      Group values = reader.next();
      while (values == null && group < to) {
        reader.readGroup();
        group++;
        values = reader.next();
      }
      if (values == null) {
        return null;
      }
      RowPlace place = images.place(row);
      return new RawImage(
          row++, images.columns().listed(place, values), images.columns().content(place, values));
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
