package org.polyak.train.reduction;

/**
 * IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. Java has this conversion from
 * version 20 on only.
 */
final class Float16 {

  /** Magnitudes from here on, as bits of a float, are rounded to infinity: 65,520. */
  private static final int OVERFLOW = 0x477ff000;

  /** Smallest normal number, 2^-14, as bits of a float. */
  private static final int NORMAL = 0x38800000;

  private static final int INFINITY = 0x7f800000;

  private Float16() {}

  /** The nearest half, ties to even; NaN stays NaN, what is too large becomes infinite. */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = bits >>> 16 & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > INFINITY) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= OVERFLOW) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < NORMAL) {
      // Multiples of 2^-24; 1,024 of them are the smallest normal number, and so are its bits.
      double multiples = Float.intBitsToFloat(magnitude) * 0x1p24;
      return (short) (sign | (int) Math.rint(multiples));
    }
    int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
    return (short) (sign | ((rounded - (112 << 23)) >>> 13));
  }

  /** The value of a half, which a float holds exactly. */
  static float value(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >>> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent + 112;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }
}
