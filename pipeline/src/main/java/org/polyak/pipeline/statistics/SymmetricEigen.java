package org.polyak.pipeline.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eigenvalues and eigenvectors of a small symmetric matrix.
 *
 * @param values largest first
 * @param vectors unit vectors, one for each value; the component of largest magnitude is positive,
 *     so that the same matrix always gives the same vectors
 */
public record SymmetricEigen(List<Double> values, List<List<Double>> vectors) {

  /** Cyclic sweeps converge quadratically; a 3x3 matrix takes about five. */
  private static final int MAX_SWEEPS = 60;

  /** Decomposes by Jacobi's rotations (Golub and Van Loan, section 8.5). */
  public static SymmetricEigen of(double[][] matrix) {
    int n = matrix.length;
    double[][] a = new double[n][];
    double[][] v = new double[n][n];
    for (int i = 0; i < n; i++) {
      a[i] = matrix[i].clone();
      v[i][i] = 1;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && offDiagonal(a) > 0; sweep++) {
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          rotate(a, v, p, q);
        }
      }
    }
    List<Integer> order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> a[i][i]).reversed())
            .toList();
    return new SymmetricEigen(
        order.stream().map(i -> a[i][i]).toList(), order.stream().map(i -> column(v, i)).toList());
  }

  /** Makes a[p][q] zero by a rotation in the plane of p and q. */
  private static void rotate(double[][] a, double[][] v, int p, int q) {
    if (a[p][q] == 0) {
      return;
    }
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      double kq = a[k][q];
      a[k][p] = c * kp - s * kq;
      a[k][q] = s * kp + c * kq;
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      double qk = a[q][k];
      a[p][k] = c * pk - s * qk;
      a[q][k] = s * pk + c * qk;
    }
    for (double[] row : v) {
      double kp = row[p];
      double kq = row[q];
      row[p] = c * kp - s * kq;
      row[q] = s * kp + c * kq;
    }
    // Exactly, so that sweeps end; rounding leaves about 1e-17 of the largest element.
    a[p][q] = 0;
    a[q][p] = 0;
  }

  private static double offDiagonal(double[][] a) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < i; j++) {
        sum += Math.abs(a[i][j]);
      }
    }
    return sum;
  }

  private static List<Double> column(double[][] v, int column) {
    double[] vector = new double[v.length];
    int largest = 0;
    for (int i = 0; i < v.length; i++) {
      vector[i] = v[i][column];
      if (Math.abs(vector[i]) > Math.abs(vector[largest])) {
        largest = i;
      }
    }
    double sign = Math.signum(vector[largest]);
    return IntStream.range(0, v.length).mapToObj(i -> sign * vector[i]).toList();
  }
}
