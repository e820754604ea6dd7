package org.polyak.train.reduction;

/** The upper half of a float: its sign and its 8 bits of exponent, and 7 of fraction. */
final class BFloat16 {

  private BFloat16() {}

  /** The nearest one, ties to even; NaN stays NaN, what is too large becomes infinite. */
  static short of(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) (bits >>> 16 | 0x40);
    }
    return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
  }

  /** Its value, which a float holds exactly. */
  static float value(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
