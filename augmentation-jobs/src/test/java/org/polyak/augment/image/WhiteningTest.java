package org.polyak.augment.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.PrincipalComponents;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.statistics.Decomposition;

class WhiteningTest {

  private static final int IMAGES = 400;
  private static final int HEIGHT = 3;
  private static final int WIDTH = 5;
  private static final int SIZE = HEIGHT * WIDTH * Image.CHANNELS;
  private static final double EPSILON = 1e-3;

  /** Neighbours are alike, as in photographs. */
  private static final byte[][] DATA = data();

  private static final double[] MEAN = mean();
  private static final PrincipalComponents COMPONENTS = Decomposition.of(covariance(pixels()));

  /**
   * Variances 3/4 and 1/4 along (1, 1) and (1, -1), epsilon 1/4: U D U' has (1 + sqrt(2)) / 2 on
   * the diagonal and (1 - sqrt(2)) / 2 beside it.
   */
  @Test
  void twoValuesByHand() {
    double h = Math.sqrt(0.5);
    PrincipalComponents components =
        new PrincipalComponents(new double[] {0.75, 0.25}, new double[][] {{h, h}, {h, -h}});
    assertMatrix(Whitening.of(NormalizationMode.PCA_DECORRELATION, components, 0.25), h, h, h, -h);
    assertMatrix(Whitening.of(NormalizationMode.PCA_WHITENING, components, 0.25), h, 1, h, -1);
    double r = Math.sqrt(2);
    assertMatrix(
        Whitening.of(NormalizationMode.ZCA_WHITENING, components, 0.25),
        (1 + r) / 2,
        (1 - r) / 2,
        (1 - r) / 2,
        (1 + r) / 2);
  }

  @Test
  void decorrelatedValuesHaveADiagonalCovariance() {
    double[] covariance = covariance(normalized(NormalizationMode.PCA_DECORRELATION, EPSILON));
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        assertThat(covariance[i * SIZE + j])
            .isCloseTo(i == j ? COMPONENTS.eigenvalues()[i] : 0, within(1e-5));
      }
    }
  }

  @Test
  void whitenedValuesHaveTheVarianceThatEpsilonLeaves() {
    double[] covariance = covariance(normalized(NormalizationMode.PCA_WHITENING, EPSILON));
    for (int i = 0; i < SIZE; i++) {
      double lambda = COMPONENTS.eigenvalues()[i];
      for (int j = 0; j < SIZE; j++) {
        assertThat(covariance[i * SIZE + j])
            .isCloseTo(i == j ? lambda / (lambda + EPSILON) : 0, within(1e-5));
      }
    }
  }

  /** In the basis of pixels the covariance is near the identity, the nearer the less epsilon is. */
  @Test
  void covarianceOfZcaApproachesTheIdentity() {
    double[] covariance = covariance(normalized(NormalizationMode.ZCA_WHITENING, 1e-9));
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        assertThat(covariance[i * SIZE + j]).isCloseTo(i == j ? 1 : 0, within(1e-3));
      }
    }
  }

  @Test
  void zcaIsSymmetricToTheBit() {
    float[][] rows =
        Whitening.of(NormalizationMode.ZCA_WHITENING, COMPONENTS, EPSILON).matrix().rows();
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < i; j++) {
        assertThat(rows[i][j]).isEqualTo(rows[j][i]);
      }
    }
  }

  @Test
  void scaleIsThatOfTheImages() {
    for (NormalizationMode mode : NormalizationMode.values()) {
      if (mode.takesComponents()) {
        double squares = 0;
        for (double[] image : normalized(mode, EPSILON)) {
          squares += Arrays.stream(image).map(v -> v * v).sum() / (IMAGES * (double) SIZE);
        }
        assertThat(Whitening.of(mode, COMPONENTS, EPSILON).scale().deviation())
            .as(mode.key())
            .isCloseTo(Math.sqrt(squares), within(1e-5));
      }
    }
  }

  /** A size that fills no tile, against sums in double; alone and among others the same bits. */
  @Test
  void productsDoNotDependOnTheBatch() {
    int size = 1061;
    Random random = new Random(3);
    float[][] rows = new float[size][size];
    for (float[] row : rows) {
      fill(random, row);
    }
    float[] batch = new float[5 * size];
    fill(random, batch);
    float[] whole = batch.clone();
    new PixelMatrix(rows).multiply(whole, 4);
    assertThat(Arrays.copyOfRange(whole, 4 * size, 5 * size))
        .as("an image that is not part of the batch")
        .isEqualTo(Arrays.copyOfRange(batch, 4 * size, 5 * size));
    for (int image = 0; image < 4; image++) {
      float[] alone = Arrays.copyOfRange(batch, image * size, (image + 1) * size);
      new PixelMatrix(rows).multiply(alone, 1);
      assertThat(alone).isEqualTo(Arrays.copyOfRange(whole, image * size, (image + 1) * size));
      for (int j = 0; j < size; j += 53) {
        double expected = 0;
        for (int k = 0; k < size; k++) {
          expected += (double) batch[image * size + k] * rows[k][j];
        }
        assertThat((double) alone[j]).isCloseTo(expected, within(1e-3));
      }
    }
  }

  @Test
  void aMatrixOfAnotherSizeIsRefused() {
    PixelMatrix matrix = new PixelMatrix(new float[6][6]);
    Normalization normalization =
        new Normalization(Collections.nCopies(12, 0.5), Collections.nCopies(12, 1.0))
            .with(() -> matrix);
    assertThatThrownBy(() -> new Normalizer(normalization, 2, 2))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("one of 6 values, the network takes images of 2 x 2 x 3");
  }

  private static void assertMatrix(Whitening whitening, double... expected) {
    float[][] rows = whitening.matrix().rows();
    assertThat(new double[] {rows[0][0], rows[0][1], rows[1][0], rows[1][1]})
        .containsExactly(expected, within(1e-6));
  }

  /** The way that training takes. */
  private static double[][] normalized(NormalizationMode mode, double epsilon) {
    PixelMatrix matrix = Whitening.of(mode, COMPONENTS, epsilon).matrix();
    List<Double> mean = Arrays.stream(MEAN).boxed().toList();
    Normalizer normalizer =
        new Normalizer(
            new Normalization(mean, Collections.nCopies(SIZE, 1.0)).with(() -> matrix),
            HEIGHT,
            WIDTH);
    float[] batch = new float[IMAGES * SIZE];
    for (int i = 0; i < IMAGES; i++) {
      normalizer.apply(DATA[i], batch, i * SIZE);
    }
    normalizer.complete(batch, IMAGES);
    double[][] images = new double[IMAGES][SIZE];
    for (int i = 0; i < batch.length; i++) {
      images[i / SIZE][i % SIZE] = batch[i];
    }
    return images;
  }

  private static byte[][] data() {
    Random random = new Random(11);
    byte[][] images = new byte[IMAGES][SIZE];
    for (byte[] image : images) {
      double value = 128;
      for (int i = 0; i < SIZE; i++) {
        value = Math.max(0, Math.min(255, value + 25 * random.nextGaussian()));
        image[i] = (byte) value;
      }
    }
    return images;
  }

  private static double[][] pixels() {
    double[][] images = new double[IMAGES][SIZE];
    for (int i = 0; i < IMAGES; i++) {
      for (int j = 0; j < SIZE; j++) {
        images[i][j] = (DATA[i][j] & 0xff) / 255.0 - MEAN[j];
      }
    }
    return images;
  }

  private static double[] mean() {
    double[] mean = new double[SIZE];
    for (byte[] image : DATA) {
      for (int j = 0; j < SIZE; j++) {
        mean[j] += (image[j] & 0xff) / 255.0 / IMAGES;
      }
    }
    return mean;
  }

  /** Of values of mean 0. */
  private static double[] covariance(double[][] images) {
    double[] covariance = new double[SIZE * SIZE];
    for (double[] image : images) {
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          covariance[i * SIZE + j] += image[i] * image[j] / images.length;
        }
      }
    }
    return covariance;
  }

  private static void fill(Random random, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
  }
}
