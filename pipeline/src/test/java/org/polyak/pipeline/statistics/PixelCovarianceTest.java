package org.polyak.pipeline.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.PrincipalComponents;

class PixelCovarianceTest {

  private static JavaSparkContext spark;

  @BeforeAll
  static void openSpark() {
    spark =
        JavaSparkContext.fromSparkContext(
            SparkSessions.open("test", "local[2]", Map.of()).sparkContext());
  }

  @AfterAll
  static void closeSpark() {
    SparkSessions.closeRunning();
  }

  /**
   * Four points (0, 0), (255, 255), (0, 255), (255, 255), which have means 1/2 and 3/4: variances
   * 1/4 and 3/16, covariance (0 + 1 + 0 + 1) / 4 - 1/2 x 3/4 = 1/8. The eigenvalues are the roots
   * of x^2 - 7/16 x + 1/32.
   */
  @Test
  void twoValuesByHand() {
    byte full = (byte) 255;
    List<byte[]> points =
        List.of(new byte[] {0, 0}, new byte[] {full, full}, new byte[] {0, full}, both(full));
    double[] covariance = PixelCovariance.of(spark.parallelize(points, 3), 2);
    assertThat(covariance).containsExactly(0.25, 0.125, 0.125, 0.1875);
    PrincipalComponents components = Decomposition.of(covariance);
    double root = Math.sqrt(49.0 / 256 - 4.0 / 32);
    assertThat(components.eigenvalues()[0]).isCloseTo((7.0 / 16 + root) / 2, within(1e-15));
    assertThat(components.eigenvalues()[1]).isCloseTo((7.0 / 16 - root) / 2, within(1e-15));
    // (1/4 - x) u + 1/8 v = 0, so u : v = 1/8 : x - 1/4.
    double x = components.eigenvalues()[0];
    double length = Math.hypot(0.125, x - 0.25);
    assertThat(components.directions()[0])
        .containsExactly(new double[] {0.125 / length, (x - 0.25) / length}, within(1e-14));
    assertThat(components.directions()[1])
        .containsExactly(new double[] {-(x - 0.25) / length, 0.125 / length}, within(1e-14));
  }

  @Test
  void sameBitsHoweverImagesAreDivided() {
    List<byte[]> images = images(300, 27);
    List<byte[]> reversed = new ArrayList<>(images);
    Collections.reverse(reversed);
    double[] one = PixelCovariance.of(spark.parallelize(images, 1), 27);
    assertThat(PixelCovariance.of(spark.parallelize(images, 7), 27)).isEqualTo(one);
    assertThat(PixelCovariance.of(spark.parallelize(reversed, 5), 27)).isEqualTo(one);
  }

  /** Against two passes in plain Java; one position never changes, two are always equal. */
  @Test
  void isThatOfTwoPasses() {
    List<byte[]> images = images(100, 12);
    images.forEach(
        image -> {
          image[3] = (byte) 201;
          image[5] = image[4];
        });
    double[] covariance = PixelCovariance.of(spark.parallelize(images, 4), 12);
    double[] mean = new double[12];
    for (byte[] image : images) {
      for (int i = 0; i < 12; i++) {
        mean[i] += (image[i] & 0xff) / 255.0 / 100;
      }
    }
    for (int i = 0; i < 12; i++) {
      for (int j = 0; j < 12; j++) {
        double expected = 0;
        for (byte[] image : images) {
          expected +=
              ((image[i] & 0xff) / 255.0 - mean[i]) * ((image[j] & 0xff) / 255.0 - mean[j]) / 100;
        }
        assertThat(covariance[i * 12 + j]).isCloseTo(expected, within(1e-14));
        assertThat(covariance[i * 12 + j]).isEqualTo(covariance[j * 12 + i]);
      }
      assertThat(covariance[3 * 12 + i]).isZero();
    }
    assertThat(covariance[4 * 12 + 4]).isEqualTo(covariance[5 * 12 + 5]);
  }

  /** Directions are orthonormal, each is an eigenvector, also where there are too few images. */
  @Test
  void decompositionOfFewerImagesThanValues() {
    int size = 48;
    double[] covariance = PixelCovariance.of(spark.parallelize(images(20, size), 2), size);
    PrincipalComponents components = Decomposition.of(covariance.clone());
    double[] values = components.eigenvalues();
    double[][] directions = components.directions();
    double trace = 0;
    for (int k = 0; k < size; k++) {
      trace += covariance[k * size + k];
      assertThat(values[k]).isNotNegative().isLessThanOrEqualTo(values[Math.max(0, k - 1)]);
      for (int l = 0; l < size; l++) {
        assertThat(dot(directions[k], directions[l])).isCloseTo(k == l ? 1 : 0, within(1e-13));
      }
      for (int i = 0; i < size; i++) {
        double product =
            dot(Arrays.copyOfRange(covariance, i * size, (i + 1) * size), directions[k]);
        assertThat(product).isCloseTo(values[k] * directions[k][i], within(1e-13));
      }
      double[] magnitudes = Arrays.stream(directions[k]).map(Math::abs).toArray();
      double largest = Arrays.stream(magnitudes).max().orElseThrow();
      assertThat(directions[k]).contains(largest);
    }
    // 20 images span 19 directions from their mean.
    assertThat(values[18]).isGreaterThan(1e-3);
    assertThat(values[19]).isLessThan(1e-14);
    assertThat(Arrays.stream(values).sum()).isCloseTo(trace, within(1e-12));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static byte[] both(byte value) {
    return new byte[] {value, value};
  }

  private static List<byte[]> images(int count, int size) {
    Random random = new Random(7);
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[size];
      random.nextBytes(image);
      images.add(image);
    }
    return images;
  }
}
