package org.polyak.pipeline.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/**
 * The sample set's files in CIFAR-10's binary version: records of one label byte and three planes
 * of 32x32 bytes. Every picture depends on (seed, split, position) alone, so any part can be made
 * anywhere. Classes are equally frequent in every ten records, in an order of their own.
 *
 * @param seed chooses the pictures
 */
record SampleSet(long seed) {

  /** Bytes of a record. */
  static final int RECORD_BYTES = 1 + 3 * Picture.SIZE * Picture.SIZE;

  /** Records that are made before they are written. */
  private static final int AT_ONCE = 5000;

  private static final int CLASSES = Motif.values().length;

  /** {@code batches.meta.txt}. */
  static byte[] meta() {
    return (String.join("\n", Motif.labels()) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes records {@code from} to {@code to - 1}, a few at a time: a file may be larger than an
   * array.
   *
   * @param test whether of the test images or of the training images
   */
  void write(OutputStream out, boolean test, int from, int to) throws IOException {
    for (int first = from; first < to; first += AT_ONCE) {
      out.write(records(test, first, Math.min(to, first + AT_ONCE)));
    }
  }

  /**
   * Records {@code from} to {@code to - 1}.
   *
   * @param test whether of the test images or of the training images
   */
  byte[] records(boolean test, int from, int to) {
    byte[] bytes = new byte[Math.multiplyExact(to - from, RECORD_BYTES)];
    IntStream.range(from, to)
        .parallel()
        .forEach(
            index -> {
              int label = label(test, index);
              int at = (index - from) * RECORD_BYTES;
              byte[] planes = Picture.planes(Motif.values()[label], stream(test, 1, index));
              bytes[at] = (byte) label;
              System.arraycopy(planes, 0, bytes, at + 1, planes.length);
            });
    return bytes;
  }

  /** The class at a position: each group of ten positions holds every class once. */
  private int label(boolean test, int index) {
    Dice dice = new Dice(stream(test, 2, index / CLASSES));
    int[] order = IntStream.range(0, CLASSES).toArray();
    for (int i = CLASSES - 1; i > 0; i--) {
      int j = dice.below(i + 1);
      int swapped = order[i];
      order[i] = order[j];
      order[j] = swapped;
    }
    return order[index % CLASSES];
  }

  /** A stream's seed; the steps are those of SplitMix64's finaliser (Steele et al. 2014). */
  private long stream(boolean test, int purpose, int index) {
    long z = mixed(seed);
    z = mixed(z + (test ? 2 : 1));
    z = mixed(z + purpose);
    return mixed(z + index);
  }

  private static long mixed(long value) {
    long z = value + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
