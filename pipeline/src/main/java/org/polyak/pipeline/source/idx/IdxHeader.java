package org.polyak.pipeline.source.idx;

import java.io.IOException;
import java.io.Serializable;
import org.apache.hadoop.conf.Configuration;
import org.polyak.pipeline.error.PolyakException;

/**
 * What a file of images says of itself.
 *
 * @param images how many
 * @param rows of an image
 * @param columns of an image
 */
record IdxHeader(int images, int rows, int columns) implements Serializable {

  /** Where images begin: magic number, images, rows, columns. */
  static final int IMAGES_START = 16;

  /** Where labels begin: magic number, labels. */
  static final int LABELS_START = 8;

  /** Unsigned bytes in three dimensions. */
  private static final int IMAGES_MAGIC = 2051;

  /** Unsigned bytes in one dimension. */
  private static final int LABELS_MAGIC = 2049;

  /** Small images; also keeps all sizes within whole numbers. */
  private static final int MAX_SIDE = 4096;

  /** Deflate makes at most 258 bytes of 2 bits. */
  private static final int MAX_GZIP_RATIO = 1032;

  /**
   * Reads the headers of the two files of a split.
   *
   * @throws PolyakException if one of them is not what it should be, or they contradict each other
   */
  static IdxHeader of(Configuration hadoop, IdxFile images, IdxFile labels) throws IOException {
    IdxHeader header;
    try (IdxStream in = images.open(hadoop)) {
      requireMagic(images, in, IMAGES_MAGIC, "images");
      header = new IdxHeader(size(in), size(in), size(in));
    }
    int labelled;
    try (IdxStream in = labels.open(hadoop)) {
      requireMagic(labels, in, LABELS_MAGIC, "labels");
      labelled = size(in);
    }
    if (header.images != labelled) {
      throw PolyakException.data(
          "%s holds %d images and %s holds %d labels (expected equally many)",
          images.path(), header.images, labels.path(), labelled);
    }
    header.check(images);
    requireLength(images, IMAGES_START + (long) header.images * header.imageBytes());
    requireLength(labels, LABELS_START + (long) header.images);
    return header;
  }

  /** Bytes of an image. */
  int imageBytes() {
    return rows * columns;
  }

  private void check(IdxFile file) {
    boolean valid =
        images > 0 && rows > 0 && rows <= MAX_SIDE && columns > 0 && columns <= MAX_SIDE;
    if (!valid) {
      throw PolyakException.data(
          "%s: its header says %d images of %dx%d (expected at least 1, of 1 to %d a side)",
          file.path(), images, rows, columns, MAX_SIDE);
    }
  }

  private static int size(IdxStream in) throws IOException {
    return in.readInt("its header");
  }

  private static void requireMagic(IdxFile file, IdxStream in, int expected, String what)
      throws IOException {
    int found = in.readInt("its header");
    if (found != expected) {
      throw PolyakException.data(
          "%s: begins with the number %d (expected %d: %s as unsigned bytes)",
          file.path(), found, expected, what);
    }
  }

  /** Of a gzipped file only reading it through tells, unless it promises more than it can hold. */
  private static void requireLength(IdxFile file, long expected) {
    if (file.gzip() && expected / MAX_GZIP_RATIO > file.length()) {
      throw PolyakException.data(
          "%s: is %,d bytes long, gzipped (too short for the %,d bytes that its header says); get it"
              + " again",
          file.path(), file.length(), expected);
    }
    if (!file.gzip() && file.length() != expected) {
      throw PolyakException.data(
          "%s: is %,d bytes long (expected %,d, as its header says); get it again",
          file.path(), file.length(), expected);
    }
  }
}
