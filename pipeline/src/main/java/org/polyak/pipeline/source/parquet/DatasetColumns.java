package org.polyak.pipeline.source.parquet;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.RejectionReason;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.ListedImage;
import org.polyak.pipeline.source.RawImage;

/** The columns of this project's own data sets; a class's key is its label and its name. */
record DatasetColumns() implements Columns {

  private static final String ID = "id";
  private static final String LABEL = "label";
  private static final String NAME = "label_name";
  private static final String WIDTH = "width";
  private static final String HEIGHT = "height";
  private static final String FORMAT = "format";
  private static final String IMAGE = "image";
  private static final int CHANNELS = 3;

  /** Whether a file has all columns of a data set. */
  static boolean fit(MessageType schema) {
    return Stream.of(DatasetSchema.IMAGES.fieldNames()).allMatch(schema::containsField);
  }

  /** The key of a class, from which label and name can be told. */
  static String classKey(int label, String name) {
    return label + " " + name;
  }

  @Override
  public String image() {
    return IMAGE;
  }

  @Override
  public List<Type> forListing(FileSchema schema) {
    return List.of(text(schema, ID), number(schema, LABEL), text(schema, NAME));
  }

  @Override
  public List<Type> forContent(FileSchema schema) {
    return List.of(
        number(schema, WIDTH),
        number(schema, HEIGHT),
        text(schema, FORMAT),
        schema.column(IMAGE, "", FileSchema::isBytes, "binary"));
  }

  @Override
  public void check(String file, Map<String, String> notes) {
    // Nothing is noted in the files; what contradicts itself shows in the class keys.
  }

  @Override
  public ListedImage listed(RowPlace place, Group row) {
    Stream.of(ID, LABEL, NAME).forEach(column -> place.require(row, column));
    return new ListedImage(
        row.getString(ID, 0),
        place.split(),
        classKey(row.getInteger(LABEL, 0), row.getString(NAME, 0)));
  }

  /**
   * The image as it came, or its pixels.
   *
   * @throws PolyakException if the row does not say what it holds
   */
  @Override
  public RawImage.Content content(RowPlace place, Group row) {
    if (row.getFieldRepetitionCount(IMAGE) == 0) {
      return Refusals.empty(IMAGE);
    }
    byte[] bytes = row.getBinary(IMAGE, 0).getBytes();
    if (bytes.length == 0) {
      return Refusals.empty(IMAGE);
    }
    place.require(row, FORMAT);
    if (!row.getString(FORMAT, 0).equals(ImageRecord.RGB8)) {
      return new RawImage.Encoded(bytes);
    }
    Stream.of(WIDTH, HEIGHT).forEach(column -> place.require(row, column));
    int width = row.getInteger(WIDTH, 0);
    int height = row.getInteger(HEIGHT, 0);
    boolean whole = width > 0 && height > 0 && bytes.length % CHANNELS == 0;
    if (!whole || (long) width * height != bytes.length / CHANNELS) {
      return Refusals.of(
          RejectionReason.CORRUPT,
          bytes,
          "%d bytes (expected %d for each of %dx%d pixels)"
              .formatted(bytes.length, CHANNELS, width, height));
    }
    return new RawImage.Pixels(width, height, bytes);
  }

  private static Type text(FileSchema schema, String column) {
    return schema.column(column, "", FileSchema::isText, "text");
  }

  private static Type number(FileSchema schema, String column) {
    return schema.column(column, "", FileSchema::isInt32, "a whole number of 32 bits");
  }
}
