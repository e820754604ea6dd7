package org.polyak.pipeline.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.polyak.pipeline.dataset.DatasetSchema;
import org.polyak.pipeline.source.RawImage.Refused;

/**
 * Inputs that are not taken. They are sorted and written in one pass with the images, as rows of
 * the same columns; {@link #read} brings them into columns of their own.
 */
final class Quarantine {

  /** Stands in the place of a split. */
  static final String SPLIT = "quarantine";

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

  /** The rows of {@link DatasetSchema#QUARANTINE} that such rows stand for. */
  static Dataset<Row> read(Dataset<Row> written) {
    return written
        .select("id", "label_name", "image", "sha256")
        .map((MapFunction<Row, Row>) Quarantine::unpacked, Encoders.row(DatasetSchema.QUARANTINE));
  }

  private static Row unpacked(Row row) {
    ByteBuffer sizeAndMessage = ByteBuffer.wrap(row.getAs(2));
    long size = sizeAndMessage.getLong();
    String message = StandardCharsets.UTF_8.decode(sizeAndMessage).toString();
    return RowFactory.create(row.getString(0), size, row.getString(3), row.getString(1), message);
  }
}
