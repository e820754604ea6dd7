package org.polyak.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.geometry.Warp;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.augment.render.Renderings;

class GeometryTest {

  /** Clockwise: the first row becomes the last column. */
  @ParameterizedTest
  @EnumSource(Interpolation.class)
  void aQuarterTurnTransposes(Interpolation interpolation) {
    int side = 7;
    byte[] rgb = Renderings.counting(side, side);
    Rendering rendering = Renderings.of(rgb, side, side, interpolation, Border.MEAN);
    new Rotation(90, 90).apply(new double[] {90}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        int from = (row * side + column) * 3;
        int to = (column * side + side - 1 - row) * 3;
        assertThat(found[to]).isCloseTo(rgb[from] & 0xFF, within(1e-3f));
      }
    }
  }

  /** There and back is one map, and one interpolation: nothing is blurred, no corner is lost. */
  @Test
  void opposedTurnsAreNone() {
    byte[] rgb = Renderings.counting(9, 12);
    Rendering rendering = Renderings.of(rgb, 9, 12);
    for (double degrees : new double[] {33, -20, -13}) {
      new Rotation(degrees, degrees).apply(new double[] {degrees}, 0, rendering);
    }
    new ShearX(25, 25).apply(new double[] {25}, 0, rendering);
    new ShearX(-25, -25).apply(new double[] {-25}, 0, rendering);
    new Lens(0, 0, 0, 0).apply(new double[] {0, 0}, 0, rendering);
    new Perspective(0).apply(new double[8], 0, rendering);
    float[] found = Renderings.pixels(rendering);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("value %d", i).isCloseTo(rgb[i] & 0xFF, within(0.01f));
    }
  }

  @Test
  void translationCopiesPixels() {
    byte[] rgb = Renderings.counting(6, 8);
    Rendering rendering = Renderings.of(rgb, 6, 8, Interpolation.BICUBIC, Border.REPLICATE);
    double[] values = new double[1];
    Extent extent = new Extent(6, 8);
    new TranslationX(0.25, 0.25).draw(RandomStream.of(1, 0, 0, 0), extent, values, 0);
    assertThat(values[0]).isEqualTo(2);
    new TranslationX(0.25, 0.25).apply(values, 0, rendering);
    new TranslationY(-0.5, -0.5).apply(new double[] {-3}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    for (int row = 0; row < 6; row++) {
      for (int column = 0; column < 8; column++) {
        int from = (Math.min(5, row + 3) * 8 + Math.max(0, column - 2)) * 3;
        assertThat(found[(row * 8 + column) * 3]).isEqualTo(rgb[from] & 0xFF);
      }
    }
  }

  /** Where the image has no pixel stands the mean, in no other colour. */
  @Test
  void colouringLeavesTheBorderAlone() {
    byte[] rgb = new byte[4 * 4 * 3];
    Rendering rendering = Renderings.of(rgb, 4, 4);
    new Brightness(2, 2).apply(new double[] {2}, 0, rendering);
    rendering.diagonal(1, 1, 1, 50, 50, 50);
    new PadAndCrop(2).apply(new double[] {0, 0}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    float[] fill = Renderings.fill();
    assertThat(new float[] {found[0], found[1], found[2]}).isEqualTo(fill);
    assertThat(found[(3 * 4 + 3) * 3]).isEqualTo(50);
  }

  /**
   * k = 0.3 at the corner, a half diagonal from the middle: it shows what lies 1.3 times as far.
   */
  @Test
  void lensMovesPositionsByItsPolynomial() {
    Warp warp = new Warp();
    warp.lens(0.3, 0.1, 20, 15, 25);
    double[] position = new double[2];
    warp.map(0, 0, position);
    assertThat(position[0]).isCloseTo(20 - 20 * 1.4, within(1e-12));
    assertThat(position[1]).isCloseTo(15 - 15 * 1.4, within(1e-12));
    warp.map(20, 15, position);
    assertThat(position).containsExactly(20, 15);
  }

  /** Two maps after each other, against mapping twice. */
  @Test
  void warpsCompose() {
    Warp both = new Warp();
    both.projective(1.1, 0.2, 3, -0.1, 0.9, 4, 0.001, 0.002, 1);
    both.affine(0.5, 0, 2, 0.3, 2, -1);
    Warp older = new Warp();
    older.projective(1.1, 0.2, 3, -0.1, 0.9, 4, 0.001, 0.002, 1);
    double[] expected = new double[2];
    older.map(0.5 * 10 + 2, 0.3 * 10 + 2 * 20 - 1, expected);
    double[] found = new double[2];
    both.map(10, 20, found);
    assertThat(found[0]).isCloseTo(expected[0], within(1e-12));
    assertThat(found[1]).isCloseTo(expected[1], within(1e-12));
    assertThat(both.isAxisAligned()).isFalse();
  }

  /** A constant picture stays one, whatever the border and the filter. */
  @Test
  void weightsSumToOne() {
    byte[] rgb = new byte[5 * 9 * 3];
    Arrays.fill(rgb, (byte) 200);
    for (Interpolation interpolation : Interpolation.values()) {
      for (Border border : List.of(Border.REPLICATE, Border.REFLECT)) {
        for (int[] size : new int[][] {{1, 1}, {3, 20}, {11, 2}, {5, 9}}) {
          Rendering rendering = Renderings.of(rgb, 5, 9, interpolation, border);
          rendering.scale(size[0], size[1]);
          rendering.window(-3, -2, size[0] + 5, size[1] + 4);
          for (float value : Renderings.pixels(rendering)) {
            assertThat(value).isCloseTo(200, within(0.01f));
          }
          Rendering turned = Renderings.of(rgb, 5, 9, interpolation, border);
          turned.scale(size[0], size[1]);
          turned.affine(0.9, 0.3, 1, -0.3, 0.9, 2);
          for (float value : Renderings.pixels(turned)) {
            assertThat(value).isCloseTo(200, within(0.01f));
          }
        }
      }
    }
  }

  /** 225 lengths of the short side, Pearson's statistic within 5 deviations of its mean of 224. */
  @Test
  void shortSidesAreUniformAndCropsLieInside() {
    RandomScaleCrop crop = new RandomScaleCrop(256, 480, 224);
    int[] counts = new int[225];
    double[] values = new double[3];
    int draws = 225 * 400;
    for (int key = 0; key < draws; key++) {
      Extent extent = new Extent(350, 400);
      crop.draw(RandomStream.of(1, 0, key, 0), extent, values, 0);
      int side = (int) values[0];
      counts[side - 256]++;
      assertThat(values[1]).isBetween(0.0, side - 224.0);
      assertThat(values[2]).isBetween(0.0, Math.floor(side * 400 / 350.0) - 224);
      assertThat(extent.height()).isEqualTo(224);
    }
    double statistic = 0;
    for (int count : counts) {
      statistic += (count - 400.0) * (count - 400.0) / 400;
    }
    assertThat(Math.abs(statistic - 224)).isLessThan(5 * Math.sqrt(448));
  }

  @Test
  void resizedCropsHaveTheAreaAndShapeAllowed() {
    RandomResizedCrop crop = new RandomResizedCrop(32, 0.2, 0.6, 0.5, 2);
    double[] values = new double[4];
    double sum = 0;
    int draws = 20_000;
    for (int key = 0; key < draws; key++) {
      crop.draw(RandomStream.of(1, 0, key, 0), new Extent(300, 400), values, 0);
      double area = values[2] * values[3] / (300 * 400);
      double aspect = values[3] / values[2];
      assertThat(area).isBetween(0.19, 0.61);
      assertThat(aspect).isBetween(0.49, 2.05);
      assertThat(values[0] + values[2]).isLessThanOrEqualTo(300);
      assertThat(values[1] + values[3]).isLessThanOrEqualTo(400);
      sum += area;
    }
    // Uniform, but for the few large ones that do not fit.
    assertThat(sum / draws).isBetween(0.375, 0.401);
  }

  /** A line of pixels holds no rectangle of that shape: the middle is taken. */
  @Test
  void imagesOfOneRowHaveCropsToo() {
    RandomResizedCrop crop = new RandomResizedCrop(8, 0.5, 1, 0.75, 1.25);
    double[] values = new double[4];
    crop.draw(RandomStream.of(1, 0, 5, 0), new Extent(1, 100), values, 0);
    assertThat(values).containsExactly(0, 49, 1, 1);
    Rendering rendering = Renderings.of(Renderings.counting(1, 100), 1, 100);
    crop.apply(values, 0, rendering);
    // Old column 49, whose red is 147, and, as it becomes larger, half of its neighbours at most.
    for (float value : Renderings.pixels(rendering)) {
      assertThat(value).isBetween(145f, 151f);
    }
    assertThat(Renderings.pixels(rendering)).hasSize(192);
    RandomScaleCrop scale = new RandomScaleCrop(8, 8, 8);
    Rendering line = Renderings.of(Renderings.counting(1, 100), 1, 100);
    double[] drawn = new double[3];
    scale.draw(RandomStream.of(1, 0, 5, 0), new Extent(1, 100), drawn, 0);
    scale.apply(drawn, 0, line);
    assertThat(Renderings.pixels(line)).hasSize(192);
  }

  /** Each moved corner shows the old corner; the middle of a line is on the line. */
  @Test
  void perspectiveTakesCornersToCorners() {
    int side = 101;
    byte[] rgb = new byte[side * side * 3];
    int[][] corners = {{0, 0}, {side - 1, 0}, {side - 1, side - 1}, {0, side - 1}};
    for (int[] corner : corners) {
      for (int row = Math.max(0, corner[1] - 9); row < Math.min(side, corner[1] + 10); row++) {
        for (int column = Math.max(0, corner[0] - 9);
            column < Math.min(side, corner[0] + 10);
            column++) {
          rgb[(row * side + column) * 3] = (byte) 200;
        }
      }
    }
    double[] parts = {0.2, 0.4, 0.1, 0.3, 0.5, 0.2, 0, 0.3};
    Rendering rendering = Renderings.of(rgb, side, side);
    new Perspective(0.5).apply(parts, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    for (int i = 0; i < 4; i++) {
      double middle = side / 2.0;
      double x = middle + (corners[i][0] == 0 ? -middle : middle) * (1 - parts[2 * i]);
      double y = middle + (corners[i][1] == 0 ? -middle : middle) * (1 - parts[2 * i + 1]);
      // Two pixels further in lies the marked corner, two further out none of the picture.
      int in = pixel(x, y, middle, -2);
      int out = pixel(x, y, middle, 2);
      assertThat(found[in]).as("corner %d", i).isCloseTo(200, within(1e-3f));
      if (parts[2 * i] > 0) {
        assertThat(found[out]).as("corner %d", i).isEqualTo(Renderings.fill()[0]);
      }
    }
  }

  private static int pixel(double x, double y, double middle, double outwards) {
    int column = (int) Math.floor(x + Math.signum(x - middle) * outwards);
    int row = (int) Math.floor(y + Math.signum(y - middle) * outwards);
    return (row * 101 + column) * 3;
  }

  @Test
  void limitsInTheWrongOrderAreRefused() {
    assertThatThrownBy(() -> new Rotation(10, -10))
        .hasMessage(
            "Invalid rotation: 10.0 to -10.0 (expected an interval within -180.0 to 180.0)");
    assertThatThrownBy(() -> new RandomScaleCrop(200, 480, 224))
        .hasMessageContaining("size 224, short side 200 to 480");
    assertThatThrownBy(() -> new Stretch(0, 1)).hasMessageContaining("Invalid stretch");
  }
}
