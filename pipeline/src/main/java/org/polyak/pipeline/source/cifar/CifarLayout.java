package org.polyak.pipeline.source.cifar;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.polyak.pipeline.dataset.Split;

/**
 * What tells the two collections apart.
 *
 * @param name of the format
 * @param folder in the published archive
 * @param batches in record order
 * @param labelBytes before the pixels of a record
 * @param labelAt which of them counts
 * @param classes number of classes
 * @param namesFile of class names, one a line
 */
record CifarLayout(
    String name,
    String folder,
    List<Batch> batches,
    int labelBytes,
    int labelAt,
    int classes,
    String namesFile)
    implements Serializable {

  /** Rows and columns of an image. */
  static final int SIZE = 32;

  private static final int ID_DIGITS = 5;
  private static final int PLANE = SIZE * SIZE;

  /**
   * A file of records.
   *
   * @param name without ending, the first part of ids
   */
  record Batch(String name, Split split) implements Serializable {

    String fileName() {
      return name + ".bin";
    }
  }

  /** Keeps a list that serialises. */
  CifarLayout {
    batches = List.copyOf(batches);
  }

  static CifarLayout cifar10() {
    List<Batch> batches = new ArrayList<>();
    IntStream.rangeClosed(1, 5)
        .forEach(k -> batches.add(new Batch("data_batch_" + k, Split.TRAIN)));
    batches.add(new Batch("test_batch", Split.TEST));
    return new CifarLayout(
        "cifar10", "cifar-10-batches-bin", batches, 1, 0, 10, "batches.meta.txt");
  }

  /**
   * @param fine whether the 100 classes count or the 20 that they are grouped into
   */
  static CifarLayout cifar100(boolean fine) {
    return new CifarLayout(
        "cifar100",
        "cifar-100-binary",
        List.of(new Batch("train", Split.TRAIN), new Batch("test", Split.TEST)),
        2,
        fine ? 1 : 0,
        fine ? 100 : 20,
        fine ? "fine_label_names.txt" : "coarse_label_names.txt");
  }

  /** Bytes of a record. */
  int recordBytes() {
    return labelBytes + 3 * PLANE;
  }

  /** The number of the batch in a file of that name, from 0; -1 if it is none. */
  int batchOf(String fileName) {
    return IntStream.range(0, batches.size())
        .filter(b -> batches.get(b).fileName().equals(fileName))
        .findFirst()
        .orElse(-1);
  }

  /** The place of a record in the collection's order. */
  static long position(int batch, long index) {
    return ((long) batch << 32) | index;
  }

  /** The image's id, such as {@code data_batch_1/00042}. */
  String id(int batch, long index) {
    String digits = Long.toString(index);
    return batches.get(batch).name()
        + "/"
        + "0".repeat(Math.max(0, ID_DIGITS - digits.length()))
        + digits;
  }

  /** The label of the record that starts at {@code at}, 0 to 255. */
  int label(byte[] bytes, int at) {
    return bytes[at + labelAt] & 0xff;
  }

  /** The record's planes as one raster of {@code [row][column][channel]}. */
  byte[] raster(byte[] record) {
    byte[] raster = new byte[3 * PLANE];
    for (int pixel = 0; pixel < PLANE; pixel++) {
      raster[3 * pixel] = record[labelBytes + pixel];
      raster[3 * pixel + 1] = record[labelBytes + PLANE + pixel];
      raster[3 * pixel + 2] = record[labelBytes + 2 * PLANE + pixel];
    }
    return raster;
  }

  /** The names of all batch files, for messages. */
  String expectedFiles() {
    return String.join(", ", batches.stream().map(Batch::fileName).toList());
  }
}
