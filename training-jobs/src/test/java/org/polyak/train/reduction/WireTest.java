package org.polyak.train.reduction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WireTest {

  /** Values from the tables of IEEE 754's binary16. */
  @ParameterizedTest
  @CsvSource({
    "1, 3c00",
    "-2, c000",
    "0, 0",
    "-0.0, 8000",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "1e30, 7c00",
    "-1e30, fc00",
    "6.103515625e-5, 400",
    "6.097555e-5, 3ff",
    "5.9604645e-8, 1",
    "2.9802322e-8, 0",
    "2.9802326e-8, 1",
    "0.33325195, 3555"
  })
  void halvesAreThoseOfTheStandard(float value, String half) {
    assertThat(Float16.of(value)).isEqualTo((short) Integer.parseInt(half, 16));
  }

  @Test
  void everyHalfComesBackAsItself() {
    for (int half = 0; half < 1 << 16; half++) {
      float narrow = Float16.value((short) half);
      float brain = BFloat16.value((short) half);
      if (Float.isNaN(narrow)) {
        assertThat(Float16.value(Float16.of(narrow))).isNaN();
      } else {
        assertThat(Float16.of(narrow)).isEqualTo((short) half);
      }
      if (Float.isNaN(brain)) {
        assertThat(BFloat16.value(BFloat16.of(brain))).isNaN();
      } else {
        assertThat(BFloat16.of(brain)).isEqualTo((short) half);
      }
    }
  }

  /** Against the definition: of the two neighbours the nearer one, of two equally near the even. */
  @Test
  void roundsToTheNearestAndTiesToEven() {
    Random random = new Random(3);
    for (int half = 0; half < 0x7c00; half++) {
      float low = Float16.value((short) half);
      float high = half == 0x7bff ? 65536 : Float16.value((short) (half + 1));
      int even = half + (half & 1);
      float middle = (low + high) / 2;
      assertThat(Float16.of(middle)).isEqualTo((short) even);
      assertThat(Float16.of(Math.nextDown(middle))).isEqualTo((short) half);
      assertThat(Float16.of(-Math.nextUp(middle))).isEqualTo((short) (0x8000 | half + 1));
    }
    for (int trial = 0; trial < 100_000; trial++) {
      int half = random.nextInt(0x7f80);
      double low = BFloat16.value((short) half);
      double high = half == 0x7f7f ? 0x1p128 : BFloat16.value((short) (half + 1));
      float value = (float) (low + random.nextDouble() * (high - low));
      double up = high - value;
      double down = value - low;
      int nearest = down < up ? half : up < down ? half + 1 : half + (half & 1);
      assertThat(BFloat16.of(value)).as("%s", value).isEqualTo((short) nearest);
    }
    assertThat(BFloat16.of(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
    assertThat(BFloat16.of(1 + 0x1p-8f)).isEqualTo((short) 0x3f80);
    assertThat(BFloat16.of(1 + 0x3p-8f)).isEqualTo((short) 0x3f82);
  }

  @Test
  void theLargestDifferenceNeverOverflowsAndSmallOnesAreKept() {
    for (float size : new float[] {1e-40f, 1e-12f, 1e-3f, 1, 3e4f, 3e38f}) {
      float[] vector = {size, -size * 0x1p-12f, 0};
      float[] base = new float[3];
      int scale = Wire.FLOAT16.scale(vector, base);
      double[] sum = new double[3];
      Wire.FLOAT16.addTo(sum, 1, Wire.FLOAT16.encode(vector, base, scale, 0, 3), scale);
      for (int i = 0; i < 3; i++) {
        assertThat(Math.abs(sum[i] - vector[i])).isLessThanOrEqualTo(0x1p-11 * Math.abs(vector[i]));
      }
    }
  }

  /** Divergence must not hide. */
  @ParameterizedTest
  @EnumSource(Wire.class)
  void whatIsNotANumberStaysSo(Wire wire) {
    float[] vector = {Float.NaN, 1};
    float[] base = {0, 0};
    int scale = wire.scale(vector, base);
    double[] sum = new double[2];
    wire.addTo(sum, 2, wire.encode(vector, base, scale, 0, 2), scale);
    assertThat(sum).containsExactly(Double.NaN, 2);
  }
}
