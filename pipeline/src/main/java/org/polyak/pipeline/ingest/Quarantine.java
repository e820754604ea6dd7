package org.polyak.pipeline.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.source.RawImage.Refused;

/**
 * Inputs that are not taken. They are sorted and written in one pass with the images, as rows of
 * the same columns; {@link #unpacked} brings them into columns of their own.
 */
final class Quarantine {

  /** Stands in the place of a split. */
  static final String SPLIT = "quarantine";

  private static final int PATH = ImageTable.SCHEMA.fieldIndex("id");
  private static final int REASON = ImageTable.SCHEMA.fieldIndex("label_name");
  private static final int IMAGE = ImageTable.SCHEMA.fieldIndex("image");
  private static final int SHA256 = ImageTable.SCHEMA.fieldIndex("sha256");

  private Quarantine() {}

  /** A row of {@link ImageTable#SCHEMA} for an input that is not taken. */
  static Row row(String path, Refused refused) {
    byte[] message = refused.message().getBytes(StandardCharsets.UTF_8);
    byte[] sizeAndMessage =
        ByteBuffer.allocate(Long.BYTES + message.length)
            .putLong(refused.size())
            .put(message)
            .array();
    return RowFactory.create(
        SPLIT, 0, "", path, -1, refused.reason().key(), 0, 0, "", sizeAndMessage, refused.sha256());
  }

  /** Where such a row stands among others: by path first, and those of one path by the rest. */
  static String order(Row row) {
    Row unpacked = unpacked(row);
    return String.join(
        "\n",
        unpacked.getString(0),
        unpacked.getString(2),
        unpacked.getString(3),
        unpacked.getString(4));
  }

  /** The row of {@link DatasetSchema#QUARANTINE} that such a row stands for. */
  static Row unpacked(Row row) {
    ByteBuffer sizeAndMessage = ByteBuffer.wrap(row.getAs(IMAGE));
    long size = sizeAndMessage.getLong();
    String message = StandardCharsets.UTF_8.decode(sizeAndMessage).toString();
    return RowFactory.create(
        row.getString(PATH), size, row.getString(SHA256), row.getString(REASON), message);
  }
}
