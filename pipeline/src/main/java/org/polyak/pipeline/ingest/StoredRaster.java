package org.polyak.pipeline.ingest;

import org.apache.spark.sql.Row;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.UndecodableException;

/** The pixels of a row that was just written. */
final class StoredRaster {

  private StoredRaster() {}

  /**
   * Decodes a row.
   *
   * @param row {@code id}, {@code width}, {@code height}, {@code format}, {@code image}
   */
  static Raster of(ImageDecoder decoder, Row row) {
    byte[] bytes = row.getAs(4);
    if (row.getString(3).equals(ImageRecord.RGB8)) {
      return new Raster(row.getInt(1), row.getInt(2), bytes);
    }
    try {
      return decoder.decode(bytes).raster();
    } catch (UndecodableException e) {
      throw PolyakException.internal(
          e, "%s was decoded when it was read, but is not now", row.getString(0));
    }
  }
}
