package org.polyak.pipeline.source.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.source.Container;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.Piece;

/**
 * A file of images.
 *
 * @param file with scheme
 * @param bytes its length
 * @param id of the file in the collection
 */
record ParquetImages(String file, long bytes, String id, Split split, Columns columns)
    implements Container {

  @Override
  public String name() {
    return file;
  }

  /**
   * Reads the columns of labels. How long an image is would be known from its column only: every
   * image of a row group is listed with their mean.
   */
  @Override
  public List<Piece> index(Configuration hadoop, Listing listing) throws IOException {
    try (RowReader reader = RowReader.open(hadoop, file)) {
      columns.check(file, reader.notes());
      FileSchema schema = new FileSchema(file, reader.schema());
      List<Type> listed = columns.forListing(schema);
      List<Type> all = new ArrayList<>(listed);
      all.addAll(columns.forContent(schema));
      Set<String> names = all.stream().map(Type::getName).collect(Collectors.toSet());
      Codecs.check(hadoop, file, reader.groups(), names);
      reader.select(new MessageType(reader.schema().getName(), listed));
      Map<String, String> keys = new HashMap<>();
      long row = 0;
      for (BlockMetaData group : reader.groups()) {
        reader.readGroup();
        long meanBytes = meanImageBytes(group);
        for (Group values = reader.next(); values != null; values = reader.next()) {
          ListedImage image = columns.listed(place(row), values);
          listing.add(row++, shared(image, keys), meanBytes);
        }
      }
      return pieces(reader.groups(), names);
    }
  }

  /** Where a row of the file stands. */
  RowPlace place(long row) {
    return new RowPlace(file, id, split, row);
  }

  /** The image with a key that is one object for all images of a class. */
  private static ListedImage shared(ListedImage image, Map<String, String> keys) {
    String key = image.classKey();
    return key == null
        ? image
        : new ListedImage(image.id(), image.split(), keys.computeIfAbsent(key, k -> k));
  }

  /**
   * Neighbouring row groups make a piece, until they have enough bytes to be read.
   *
   * @param names of the columns that are read
   */
  private List<Piece> pieces(List<BlockMetaData> groups, Set<String> names) {
    List<Piece> pieces = new ArrayList<>();
    int from = 0;
    long firstRow = 0;
    long rows = 0;
    long stored = 0;
    for (int group = 0; group < groups.size(); group++) {
      rows += groups.get(group).getRowCount();
      stored += storedBytes(groups.get(group), names);
      if (stored >= Piece.TARGET_BYTES || group == groups.size() - 1) {
        pieces.add(new RowGroups(this, from, group + 1, firstRow, rows, stored));
        from = group + 1;
        firstRow += rows;
        rows = 0;
        stored = 0;
      }
    }
    return pieces;
  }

  private static long storedBytes(BlockMetaData group, Set<String> names) {
    return group.getColumns().stream()
        .filter(chunk -> names.contains(chunk.getPath().toArray()[0]))
        .mapToLong(ColumnChunkMetaData::getTotalSize)
        .sum();
  }

  private long meanImageBytes(BlockMetaData group) {
    long total =
        group.getColumns().stream()
            .filter(chunk -> chunk.getPath().toArray()[0].equals(columns.image()))
            .mapToLong(ColumnChunkMetaData::getTotalUncompressedSize)
            .sum();
    return total / Math.max(1, group.getRowCount());
  }
}
