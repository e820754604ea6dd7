package org.polyak.train.reduction;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a replica's numbers travel to where they are averaged. In 32 bits they travel as they are. In
 * 16 bits, what travels is the difference from the state that the round started from, which both
 * ends know: a difference is small, so rounding it costs less than rounding the number, and steps
 * that are small against a parameter are not lost. Rounding is to nearest, ties to even.
 */
public enum Wire {
  /** 32 bits, exact. */
  FLOAT32,
  /**
   * 16 bits, 11 of them significant: differences are multiplied by a power of two that brings the
   * largest of a vector to between 2^14 and 2^15, so none overflows, and those 2^-29 of it are
   * still told from zero.
   */
  FLOAT16,
  /** 16 bits, 8 of them significant, with the range of a float. */
  BFLOAT16;

  /** Floats that fit a processor's first cache. */
  private static final int BLOCK = 4096;

  /** Names in a recipe. */
  public static List<String> keys() {
    return Arrays.stream(values()).map(Wire::key).toList();
  }

  /** The one of that name. */
  public static Wire ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** Name in a recipe. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Bytes of a number. */
  public int bytes() {
    return this == FLOAT32 ? 4 : 2;
  }

  /** Whether differences travel rather than numbers. */
  public boolean isDifference() {
    return this != FLOAT32;
  }

  /**
   * The power of two that the differences of a vector are multiplied by.
   *
   * @param base what they are differences from; not read in 32 bits
   */
  int scale(float[] vector, float[] base) {
    if (this != FLOAT16) {
      return 0;
    }
    float largest = 0;
    for (int i = 0; i < vector.length; i++) {
      largest = Math.max(largest, Math.abs(vector[i] - base[i]));
    }
    return largest == 0 || !Float.isFinite(largest) ? 0 : 14 - exponent(largest);
  }

  /** Part of a vector as bytes, little-endian. */
  byte[] encode(float[] vector, float[] base, int scale, int offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(bytes() * length).order(ByteOrder.LITTLE_ENDIAN);
    switch (this) {
      case FLOAT32 -> bytes.asFloatBuffer().put(vector, offset, length);
      case FLOAT16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        double factor = Math.scalb(1.0, scale);
        for (int i = offset; i < offset + length; i++) {
          halves.put(Float16.of((float) ((vector[i] - base[i]) * factor)));
        }
      }
      case BFLOAT16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        for (int i = offset; i < offset + length; i++) {
          halves.put(BFloat16.of(vector[i] - base[i]));
        }
      }
    }
    return bytes.array();
  }

  /** Puts 32-bit numbers into a vector. */
  static void decode(byte[] encoded, float[] vector, int offset) {
    ByteBuffer.wrap(encoded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(vector, offset, encoded.length / Float.BYTES);
  }

  /** Adds what {@link #encode} made to a sum, times a weight. */
  void addTo(double[] sum, double weight, byte[] encoded, int scale) {
    ByteBuffer bytes = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
    switch (this) {
      case FLOAT32 -> {
        FloatBuffer floats = bytes.asFloatBuffer();
        float[] block = new float[Math.min(BLOCK, sum.length)];
        for (int first = 0; first < sum.length; first += block.length) {
          int length = Math.min(block.length, sum.length - first);
          floats.get(block, 0, length);
          for (int i = 0; i < length; i++) {
            sum[first + i] += weight * block[i];
          }
        }
      }
      case FLOAT16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        double factor = Math.scalb(weight, -scale);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += factor * Float16.value(halves.get(i));
        }
      }
      case BFLOAT16 -> {
        ShortBuffer halves = bytes.asShortBuffer();
        for (int i = 0; i < sum.length; i++) {
          sum[i] += weight * BFloat16.value(halves.get(i));
        }
      }
    }
  }

  /** Exponent e of a positive number in 2^e to 2^(e+1), also of those below the normal range. */
  private static int exponent(float positive) {
    return Math.getExponent((double) positive);
  }
}
