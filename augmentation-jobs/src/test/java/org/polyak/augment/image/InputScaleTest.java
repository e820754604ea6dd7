package org.polyak.augment.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.statistics.TrainingSums;

class InputScaleTest {

  private static final int IMAGES = 30;

  /** Against normalising all images and taking mean and deviation of what comes out. */
  @Test
  void isThatOfTheNormalisedImages() {
    Random random = new Random(4);
    byte[][] images = new byte[IMAGES][3 * 4 * 5];
    TrainingSums sums = new TrainingSums();
    for (byte[] image : images) {
      for (int i = 0; i < image.length; i++) {
        image[i] = (byte) (10 * (i % 3) + random.nextInt(40 + i));
      }
      sums.add(4, 5, new Raster(4, 5, image));
    }
    Statistics statistics = sums.statistics(Map.of());
    for (NormalizationMode mode : NormalizationMode.values()) {
      Normalization normalization = mode.of(statistics);
      Normalizer normalizer = new Normalizer(normalization, 5, 4);
      float[] all = new float[IMAGES * normalizer.size()];
      for (int i = 0; i < IMAGES; i++) {
        normalizer.apply(images[i], all, i * normalizer.size());
      }
      double mean = 0;
      for (float value : all) {
        mean += value / all.length;
      }
      double variance = 0;
      for (float value : all) {
        variance += (value - mean) * (value - mean) / all.length;
      }
      InputScale scale = InputScale.of(normalization, statistics);
      assertThat(scale.mean()).as(mode.key()).isCloseTo(mean, within(1e-5));
      assertThat(scale.deviation()).as(mode.key()).isCloseTo(Math.sqrt(variance), within(1e-5));
    }
  }

  @Test
  void warnsOnlyFarFromOne() {
    assertThat(new InputScale(0, 1).warning()).isEmpty();
    assertThat(new InputScale(0, 0.1).warning()).isEmpty();
    assertThat(new InputScale(0, 10).warning()).isEmpty();
    assertThat(new InputScale(0, 0.099).warning())
        .hasValueSatisfying(text -> assertThat(text).contains("deviation 0.0990"));
    assertThat(new InputScale(0, 10.1).warning()).isPresent();
  }

  /** CIFAR-10's published mean and deviation, as bytes divided by 255 leave them. */
  @Test
  void warnsOfAMeanFarFromZero() {
    assertThat(new InputScale(0.4734, 0.2516).warning())
        .hasValueSatisfying(
            text -> assertThat(text).contains("mean 0.473").contains("channel-mean"));
    assertThat(new InputScale(-0.3, 0.2).warning()).isPresent();
    assertThat(new InputScale(0.2, 0.2).warning()).isEmpty();
    assertThat(new InputScale(0, 0.2516).warning()).isEmpty();
  }

  /** Nearly black images that are only centred. */
  @Test
  void darkImagesWarnUnlessTheyAreDivided() {
    byte[] image = new byte[300];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i % 2);
    }
    TrainingSums sums = new TrainingSums();
    sums.add(10, 10, new Raster(10, 10, image));
    Statistics statistics = sums.statistics(Map.of());
    assertThat(statistics.deviation()).isEqualTo(Collections.nCopies(3, 0.5 / 255));
    List<NormalizationMode> quiet =
        List.of(NormalizationMode.CHANNEL_MEAN_DEVIATION, NormalizationMode.MIN_MAX);
    for (NormalizationMode mode :
        List.of(
            NormalizationMode.NONE,
            NormalizationMode.SCALAR_MEAN,
            NormalizationMode.CHANNEL_MEAN,
            NormalizationMode.CHANNEL_MEAN_DEVIATION,
            NormalizationMode.MIN_MAX)) {
      assertThat(InputScale.of(mode.of(statistics), statistics).warning().isEmpty())
          .as(mode.key())
          .isEqualTo(quiet.contains(mode));
    }
  }
}
