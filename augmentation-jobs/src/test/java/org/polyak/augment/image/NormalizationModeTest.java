package org.polyak.augment.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.dataset.Statistics;
import org.polyak.pipeline.dataset.Statistics.MeanImage;
import org.polyak.pipeline.error.PolyakException;

/**
 * Two training images of 2 x 1 pixels, worked by hand. On the scale 0 to 1 they are (0, 0.2, 1)
 * (0.4, 0.2, 0.6) and (0.4, 0.2, 1) (0.4, 0.6, 1), so that red has mean 0.3, green 0.3, blue 0.9.
 */
class NormalizationModeTest {

  private static final Offset<Float> ROUNDING = within(1e-6f);

  /** Of each channel: three values lie 0.1 from the mean and one lies 0.3 from it. */
  private static final double DEVIATION = Math.sqrt(0.03);

  private static final Statistics STATISTICS =
      statistics(
          new MeanImage(
              2,
              1,
              List.of(0.2, 0.2, 1.0, 0.4, 0.4, 0.8),
              List.of(0.2, 0.0, 0.0, 0.0, 0.2, 0.2),
              List.of(0.0, 0.2, 1.0, 0.4, 0.2, 0.6),
              List.of(0.4, 0.2, 1.0, 0.4, 0.6, 1.0)));

  /** The first of the two. */
  private static final byte[] IMAGE = {0, 51, (byte) 255, 102, 51, (byte) 153};

  @Test
  void noneBringsBytesToZeroToOne() {
    assertNormalized(NormalizationMode.NONE, 0, 0.2, 1, 0.4, 0.2, 0.6);
  }

  @Test
  void scalarMeanIsOneNumber() {
    assertNormalized(NormalizationMode.SCALAR_MEAN, -0.5, -0.3, 0.5, -0.1, -0.3, 0.1);
  }

  @Test
  void channelMeanIsThreeNumbers() {
    assertNormalized(NormalizationMode.CHANNEL_MEAN, -0.3, -0.1, 0.1, 0.1, -0.1, -0.3);
  }

  @Test
  void channelDeviationDivides() {
    double d = DEVIATION;
    assertNormalized(
        NormalizationMode.CHANNEL_MEAN_DEVIATION,
        -0.3 / d,
        -0.1 / d,
        0.1 / d,
        0.1 / d,
        -0.1 / d,
        -0.3 / d);
  }

  @Test
  void meanImageIsTheMeanOfEachPosition() {
    assertNormalized(NormalizationMode.MEAN_IMAGE, -0.2, 0, 0, 0, -0.2, -0.2);
  }

  /** Positions that never change are 0, and not divided by 0. */
  @Test
  void deviationOfEachPositionDivides() {
    assertNormalized(NormalizationMode.MEAN_IMAGE_DEVIATION, -1, 0, 0, 0, -1, -1);
  }

  /** Red reaches from 0 to 0.4, green from 0.2 to 0.6, blue from 0.6 to 1. */
  @Test
  void minMaxReachesFromMinusOneToOne() {
    assertNormalized(NormalizationMode.MIN_MAX, -1, -1, 1, 1, -1, -1);
  }

  /**
   * The first image is least where red goes from 0 to 0.4, and green and blue of the second pixel
   * from 0.2 to 0.6 and 0.6 to 1. What never changes is 0. Half of the way is 0, and a value that
   * training did not have lies outside.
   */
  @Test
  void minMaxOfEachPositionReachesFromMinusOneToOne() {
    assertNormalized(NormalizationMode.MIN_MAX_IMAGE, -1, 0, 0, 0, -1, -1);
    byte[] other = {51, 51, (byte) 255, 102, (byte) 153, (byte) 255};
    float[] values = new float[6];
    new Normalizer(NormalizationMode.MIN_MAX_IMAGE.of(STATISTICS), 1, 2).apply(other, values, 0);
    assertThat(values).containsExactly(new float[] {0, 0, 0, 0, 1, 1}, ROUNDING);
    byte[] unseen = {(byte) 153, 51, (byte) 255, 102, 0, (byte) 255};
    new Normalizer(NormalizationMode.MIN_MAX_IMAGE.of(STATISTICS), 1, 2).apply(unseen, values, 0);
    assertThat(values).containsExactly(new float[] {2, 0, 0, 0, -2, 1}, ROUNDING);
  }

  @Test
  void saysWhatADataSetOfAnOlderPolyakLacks() {
    MeanImage whole = STATISTICS.meanImage();
    Statistics older =
        statistics(new MeanImage(2, 1, whole.values(), whole.deviations(), null, null));
    assertThatThrownBy(() -> NormalizationMode.MIN_MAX_IMAGE.of(older))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("training.normalization: min-max-image needs the least")
        .hasMessageContaining("run polyak ingest again, or take min-max");
    assertThat(NormalizationMode.MEAN_IMAGE.of(older))
        .isEqualTo(NormalizationMode.MEAN_IMAGE.of(STATISTICS));
  }

  @Test
  void meanImageNeedsOneOfTheNetworksSize() {
    Statistics none = statistics(MeanImage.none());
    assertThatThrownBy(() -> NormalizationMode.MEAN_IMAGE.of(none))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("training.normalization: mean-image needs a mean image");
    Normalization normalization = NormalizationMode.MEAN_IMAGE.of(STATISTICS);
    assertThatThrownBy(() -> new Normalizer(normalization, 2, 2))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("6 values, the network takes images of 2 x 2 x 3");
  }

  @Test
  void keysAreThoseOfRecipes() {
    assertThat(NormalizationMode.keys())
        .containsExactly(
            "none",
            "scalar-mean",
            "channel-mean",
            "channel-mean-deviation",
            "mean-image",
            "mean-image-deviation",
            "min-max",
            "min-max-image",
            "pca-decorrelation",
            "pca-whitening",
            "zca-whitening");
    for (NormalizationMode mode : NormalizationMode.values()) {
      assertThat(NormalizationMode.ofKey(mode.key())).isEqualTo(mode);
    }
  }

  /** Bytes and floats take two ways through the normalizer. */
  private static void assertNormalized(NormalizationMode mode, double... expected) {
    Normalizer normalizer = new Normalizer(mode.of(STATISTICS), 1, 2);
    float[] fromBytes = new float[6];
    normalizer.apply(IMAGE, fromBytes, 0);
    float[] line = new float[6];
    for (int i = 0; i < line.length; i++) {
      line[i] = IMAGE[i] & 0xFF;
    }
    float[] fromFloats = new float[6];
    normalizer.row(0, line, fromFloats, 0);
    assertThat(fromFloats).isEqualTo(fromBytes);
    for (int i = 0; i < expected.length; i++) {
      assertThat(fromBytes[i]).isCloseTo((float) expected[i], ROUNDING);
    }
  }

  private static Statistics statistics(MeanImage image) {
    return new Statistics(
        Map.of(),
        4,
        0.5,
        0.33,
        List.of(0.3, 0.3, 0.9),
        List.of(DEVIATION, DEVIATION, DEVIATION),
        List.of(0.0, 0.2, 0.6),
        List.of(0.4, 0.6, 1.0),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        null,
        image);
  }
}
