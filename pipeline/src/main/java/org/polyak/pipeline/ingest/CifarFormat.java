package org.polyak.pipeline.ingest;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * CIFAR-10's binary version, as its authors publish it (Krizhevsky 2009): files of records without
 * header, each one label byte and three planes of 32x32 bytes, red, green and blue.
 */
final class CifarFormat {

  /** The folder in the published archive. */
  static final String FOLDER = "cifar-10-batches-bin";

  /** The file of class names, one a line. */
  static final String META = "batches.meta.txt";

  /** The batch of test images. */
  static final String TEST_BATCH = "test_batch";

  /** Rows and columns of an image. */
  static final int SIZE = 32;

  static final int CLASSES = 10;
  static final int RECORD_BYTES = 1 + 3 * SIZE * SIZE;

  private static final int TRAINING_BATCHES = 5;

  private CifarFormat() {}

  /** Names of the training batches in record order. */
  static List<String> trainingBatches() {
    return IntStream.rangeClosed(1, TRAINING_BATCHES).mapToObj(k -> "data_batch_" + k).toList();
  }

  /** Names of all batches in record order. */
  static List<String> batches() {
    return Stream.concat(trainingBatches().stream(), Stream.of(TEST_BATCH)).toList();
  }

  /** The file of a batch. */
  static String fileName(String batch) {
    return batch + ".bin";
  }

  /** The batch in a file. */
  static String batchOf(String fileName) {
    return fileName.substring(0, fileName.length() - ".bin".length());
  }

  /** Whether a file of this name belongs to the collection. */
  static boolean isKnownFile(String name) {
    return name.equals(META) || isBatchFile(name);
  }

  /** Whether a file of this name holds records. */
  static boolean isBatchFile(String name) {
    return name.endsWith(".bin") && batches().contains(batchOf(name));
  }

  /** The image's id, such as {@code data_batch_1/00042}. */
  static String id(String batch, long index) {
    return String.format(Locale.ROOT, "%s/%05d", batch, index);
  }

  /** The label of a record, 0 to 255. */
  static int label(byte[] record) {
    return record[0] & 0xff;
  }

  /** The record's planes as one raster of {@code [row][column][channel]}. */
  static byte[] raster(byte[] record) {
    int plane = SIZE * SIZE;
    byte[] raster = new byte[3 * plane];
    for (int pixel = 0; pixel < plane; pixel++) {
      raster[3 * pixel] = record[1 + pixel];
      raster[3 * pixel + 1] = record[1 + plane + pixel];
      raster[3 * pixel + 2] = record[1 + 2 * plane + pixel];
    }
    return raster;
  }
}
