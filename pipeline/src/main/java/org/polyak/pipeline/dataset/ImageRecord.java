package org.polyak.pipeline.dataset;

import java.io.Serializable;

/**
 * One image of a data set: one row of its Parquet files.
 *
 * @param id stable name: source path inside the collection, never a row number
 * @param label class index, from 0
 * @param width columns in pixels
 * @param height rows in pixels
 * @param format {@code rgb8} for a raster of {@code [height][width][3]} unsigned bytes, else the
 *     encoding of the bytes as they came ({@code jpeg}, {@code png}, …)
 * @param image the bytes in that format
 * @param sha256 lower-case hexadecimal digest of {@code image}
 */
public record ImageRecord(
    String id, int label, int width, int height, String format, byte[] image, String sha256)
    implements Serializable {

  /** The format of an uncompressed raster. */
  public static final String RGB8 = "rgb8";
}
