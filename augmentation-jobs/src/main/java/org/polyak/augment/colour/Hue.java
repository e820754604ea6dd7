package org.polyak.augment.colour;

/**
 * Turns colours about the axis of greys in YIQ: {@code T^-1 R T}, where the first row of {@code T}
 * is the grey level, which therefore stays. The inverse is computed from {@code T}, so that no
 * turn, or a whole one, is none.
 */
final class Hue {

  /** Red, green and blue to Y, I and Q of NTSC. */
  private static final double[] TO_YIQ = {
    0.299, 0.587, 0.114, 0.595716, -0.274453, -0.321263, 0.211456, -0.522591, 0.311135
  };

  private static final double[] FROM_YIQ = inverse(TO_YIQ);
  private static final int ROW = 4;

  private Hue() {}

  /**
   * Writes the matrix of a turn.
   *
   * @param matrix receives three rows of four
   */
  static void write(double radians, double[] matrix) {
    double cos = StrictMath.cos(radians);
    double sin = StrictMath.sin(radians);
    for (int column = 0; column < 3; column++) {
      double y = TO_YIQ[column];
      double i = cos * TO_YIQ[3 + column] - sin * TO_YIQ[6 + column];
      double q = sin * TO_YIQ[3 + column] + cos * TO_YIQ[6 + column];
      for (int row = 0; row < 3; row++) {
        matrix[row * ROW + column] =
            FROM_YIQ[row * 3] * y + FROM_YIQ[row * 3 + 1] * i + FROM_YIQ[row * 3 + 2] * q;
      }
    }
    for (int row = 0; row < 3; row++) {
      matrix[row * ROW + 3] = 0;
    }
  }

  private static double[] inverse(double[] m) {
    double[] cofactors = new double[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        int a = (row + 1) % 3;
        int b = (row + 2) % 3;
        int c = (column + 1) % 3;
        int d = (column + 2) % 3;
        cofactors[column * 3 + row] = m[a * 3 + c] * m[b * 3 + d] - m[a * 3 + d] * m[b * 3 + c];
      }
    }
    double determinant = m[0] * cofactors[0] + m[1] * cofactors[3] + m[2] * cofactors[6];
    for (int i = 0; i < cofactors.length; i++) {
      cofactors[i] /= determinant;
    }
    return cofactors;
  }
}
