package org.polyak.augment.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.polyak.pipeline.error.PolyakException;

class NormalizerTest {

  private static final Normalization CIFAR =
      new Normalization(List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616));

  @Test
  void everyByteOfEveryChannelFollowsTheFormula() {
    byte[] rgb = new byte[256 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3);
    }
    float[] batch = new float[rgb.length];
    new Normalizer(CIFAR, 16, 16).apply(rgb, batch, 0);
    for (int i = 0; i < rgb.length; i++) {
      double expected =
          ((rgb[i] & 0xFF) / 255.0 - CIFAR.mean().get(i % 3)) / CIFAR.deviation().get(i % 3);
      assertThat(Math.abs(batch[i] - expected))
          .isLessThanOrEqualTo(3e-7 * Math.max(1, Math.abs(expected)));
    }
  }

  @Test
  void bytesAndFloatsGiveTheSameBits() {
    byte[] rgb = new byte[7 * 5 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i * 37);
    }
    Normalizer normalizer = new Normalizer(CIFAR, 7, 5);
    float[] fromBytes = new float[rgb.length];
    float[] fromFloats = new float[rgb.length];
    normalizer.apply(rgb, fromBytes, 0);
    for (int row = 0; row < 7; row++) {
      float[] line = new float[15];
      for (int i = 0; i < line.length; i++) {
        line[i] = rgb[row * line.length + i] & 0xFF;
      }
      normalizer.row(row, line, fromFloats, row * line.length);
    }
    assertThat(fromFloats).isEqualTo(fromBytes);
  }

  @Test
  void writesOnlyItsOwnPlaceInTheBatch() {
    float[] batch = new float[3 * 12];
    Arrays.fill(batch, -9);
    byte[] white = new byte[12];
    Arrays.fill(white, (byte) 255);
    new Normalizer(new Normalization(List.of(0.5, 0.5, 0.5), List.of(1.0, 0.5, 0.25)), 2, 2)
        .apply(white, batch, 12);
    float[] expected = new float[36];
    Arrays.fill(expected, -9);
    for (int i = 12; i < 24; i += 3) {
      expected[i] = 0.5f;
      expected[i + 1] = 1;
      expected[i + 2] = 2;
    }
    assertThat(batch).containsExactly(expected, Offset.offset(1e-6f));
  }

  @Test
  void refusesImagesOfAnotherSize() {
    Normalizer normalizer = new Normalizer(CIFAR, 32, 32);
    assertThatThrownBy(() -> normalizer.check(28, 30))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("28 x 30 pixels (rows x columns), the network takes 32 x 32");
  }

  @Test
  void refusesFiguresThatCannotBeDividedBy() {
    assertThatThrownBy(() -> new Normalization(List.of(0.5, 0.5, 0.5), List.of(0.2, 0.0, 0.2)))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("deviation [0.2, 0.0, 0.2]");
    assertThatThrownBy(() -> new Normalization(List.of(0.5), List.of(0.2, 0.1, 0.2)))
        .isInstanceOf(PolyakException.class);
  }
}
