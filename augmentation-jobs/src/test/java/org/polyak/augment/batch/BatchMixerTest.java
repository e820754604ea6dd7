package org.polyak.augment.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polyak.augment.random.RandomStream;

class BatchMixerTest {

  private static final int SIDE = 6;
  private static final int SIZE = 5;
  private static final int VALUES = SIDE * SIDE * 3;

  /** Image i is all i, of class i: pixels and targets must tell the same shares. */
  @Test
  void mixupBlendsPixelsAndTargetsAlike() {
    float[] images = images();
    float[] targets = targets();
    mixer(new Mixing(1, 0)).apply(3, 7, SIZE, images, targets);
    int mixed = 0;
    for (int i = 0; i < SIZE; i++) {
      double blended = 0;
      double mass = 0;
      for (int c = 0; c < SIZE; c++) {
        float target = targets[i * SIZE + c];
        blended += c * target;
        mass += target;
        mixed += target > 0.01 && target < 0.99 ? 1 : 0;
      }
      assertThat(mass).isCloseTo(1, within(1e-6));
      for (int v = 0; v < VALUES; v++) {
        assertThat((double) images[i * VALUES + v]).isCloseTo(blended, within(1e-5));
      }
    }
    assertThat(mixed).isGreaterThan(2);
  }

  /** The share of a class is the share of its pixels, after the box is cut at the edges. */
  @Test
  void cutMixTargetsAreAreas() {
    boolean boxes = false;
    for (int batch = 0; batch < 20; batch++) {
      float[] images = images();
      float[] targets = targets();
      mixer(new Mixing(0, 1)).apply(0, batch, SIZE, images, targets);
      for (int i = 0; i < SIZE; i++) {
        for (int c = 0; c < SIZE; c++) {
          int pixels = 0;
          for (int p = 0; p < SIDE * SIDE; p++) {
            pixels += images[i * VALUES + 3 * p] == c ? 1 : 0;
          }
          assertThat((double) targets[i * SIZE + c])
              .isCloseTo(pixels / (double) (SIDE * SIDE), within(1e-6));
          boxes |= pixels > 0 && pixels < SIDE * SIDE;
        }
      }
    }
    assertThat(boxes).isTrue();
  }

  @Test
  void batchesAreMixedTheSameWayAgainAndOthersAnother() {
    float[] first = images();
    mixer(new Mixing(0.2, 1)).apply(1, 2, SIZE, first, targets());
    float[] again = images();
    BatchMixer used = mixer(new Mixing(0.2, 1));
    used.apply(5, 5, SIZE, images(), targets());
    used.apply(1, 2, SIZE, again, targets());
    assertThat(again).isEqualTo(first);
    float[] other = images();
    used.apply(1, 3, SIZE, other, targets());
    assertThat(other).isNotEqualTo(first);
  }

  @Test
  void singleImagesStay() {
    float[] images = images();
    float[] targets = targets();
    mixer(new Mixing(1, 1)).apply(0, 0, 1, images, targets);
    assertThat(images).isEqualTo(images());
    assertThat(targets).isEqualTo(targets());
  }

  /** Mean 1/2 and variance 1 / (4 (2 alpha + 1)), within five standard errors. */
  @ParameterizedTest
  @ValueSource(doubles = {0.2, 1, 3})
  void sharesComeFromBeta(double alpha) {
    RandomStream random = RandomStream.of(11, 0, 0, 0);
    int draws = 40_000;
    double sum = 0;
    double squares = 0;
    double[] all = new double[draws];
    for (int i = 0; i < draws; i++) {
      double share = Beta.draw(random, alpha);
      all[i] = share;
      sum += share;
      squares += (share - 0.5) * (share - 0.5);
    }
    double variance = 1 / (4 * (2 * alpha + 1));
    assertThat(sum / draws).isCloseTo(0.5, within(5 * Math.sqrt(variance / draws)));
    assertThat(squares / draws).isCloseTo(variance, within(0.25 / Math.sqrt(draws) * 2));
    if (alpha == 1) {
      Arrays.sort(all);
      double distance = 0;
      for (int i = 0; i < draws; i++) {
        distance = Math.max(distance, Math.abs(all[i] - (i + 0.5) / draws));
      }
      assertThat(distance).as("uniform").isLessThan(1.95 / Math.sqrt(draws));
    }
  }

  @Test
  void alphasOutsideAreRefused() {
    assertThatThrownBy(() -> new Mixing(0.01, 0))
        .hasMessage("Invalid alpha of mixup: 0.01 (expected 0.05 to 100.0)");
  }

  private static BatchMixer mixer(Mixing mixing) {
    return new BatchMixer(mixing, 42, SIDE, SIDE, 3, SIZE);
  }

  private static float[] images() {
    float[] images = new float[SIZE * VALUES];
    for (int i = 0; i < images.length; i++) {
      int image = i / VALUES;
      images[i] = image;
    }
    return images;
  }

  private static float[] targets() {
    float[] targets = new float[SIZE * SIZE];
    for (int i = 0; i < SIZE; i++) {
      targets[i * SIZE + i] = 1;
    }
    return targets;
  }
}
