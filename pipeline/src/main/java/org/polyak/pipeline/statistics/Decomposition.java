package org.polyak.pipeline.statistics;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import org.netlib.util.intW;
import org.polyak.pipeline.dataset.PrincipalComponents;
import org.polyak.pipeline.error.PolyakException;

/**
 * Principal components of a covariance matrix of thousands of rows, by LAPACK's divide and conquer
 * ({@code dsyevd}). The translation to Java that comes with Spark is called even where Spark finds
 * a native LAPACK, since that one's bits depend on the machine; 3,072 rows take it about a minute.
 * Of its solvers this one leaves the vectors orthogonal to 4e-15 also where many eigenvalues are 0,
 * as they are with fewer images than values ({@code dsyevr} to 4e-13).
 */
public final class Decomposition {

  private Decomposition() {}

  /**
   * Decomposes a matrix.
   *
   * @param covariance symmetric, {@code [size][size]} flattened; overwritten
   */
  public static PrincipalComponents of(double[] covariance) {
    int size = (int) Math.round(Math.sqrt(covariance.length));
    double[] values = new double[size];
    int work = 1 + 6 * size + 2 * size * size;
    int whole = 3 + 5 * size;
    intW info = new intW(0);
    JavaLAPACK.getInstance()
        .dsyevd(
            "V",
            "L",
            size,
            covariance,
            size,
            values,
            new double[work],
            work,
            new int[whole],
            whole,
            info);
    if (info.val != 0) {
      throw PolyakException.internal(
          null, "LAPACK's dsyevd ended with %d for a matrix of %d rows", info.val, size);
    }
    // LAPACK's order is rising, and its vectors are columns of a matrix that is stored by columns.
    double[] falling = new double[size];
    double[][] directions = new double[size][];
    for (int k = 0; k < size; k++) {
      int found = size - 1 - k;
      // Rounding makes an eigenvalue that is 0 a little less at times; a variance never is.
      falling[k] = Math.max(0, values[found]);
      directions[k] = direction(covariance, found * size, size);
    }
    return new PrincipalComponents(falling, directions);
  }

  /** With the sign that makes the component of largest magnitude (the first of equals) positive. */
  private static double[] direction(double[] vectors, int from, int size) {
    double largest = 0;
    for (int i = from; i < from + size; i++) {
      if (Math.abs(vectors[i]) > Math.abs(largest)) {
        largest = vectors[i];
      }
    }
    double sign = Math.signum(largest);
    double[] direction = new double[size];
    for (int i = 0; i < size; i++) {
      direction[i] = sign * vectors[from + i];
    }
    return direction;
  }
}
