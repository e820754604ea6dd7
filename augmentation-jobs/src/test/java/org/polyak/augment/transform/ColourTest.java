package org.polyak.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.augment.render.Renderings;
import org.polyak.pipeline.error.PolyakException;

class ColourTest {

  private static final int SIDE = 8;
  private static final byte[] IMAGE = muted();

  /** Values from 80 to 175, which no small change of colour clips. */
  private static byte[] muted() {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    Random random = new Random(4);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (80 + random.nextInt(96));
    }
    return rgb;
  }

  @Test
  void wholeTurnsOfHueAreNone() {
    float[] before = Renderings.pixels(rendering());
    for (double[] turns : new double[][] {{360}, {120, 120, 120}, {77, -77}}) {
      Rendering rendering = rendering();
      for (double degrees : turns) {
        new Hue(degrees, degrees).apply(new double[] {degrees}, 0, rendering);
      }
      float[] after = Renderings.pixels(rendering);
      for (int i = 0; i < before.length; i++) {
        assertThat(after[i]).isCloseTo(before[i], within(1e-3f));
      }
    }
  }

  @Test
  void hueKeepsGreyLevelsAndGreys() {
    Rendering rendering = rendering();
    new Hue(25, 25).apply(new double[] {25}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    for (int i = 0; i < found.length; i += 3) {
      assertThat(grey(found[i], found[i + 1], found[i + 2]))
          .isCloseTo(grey(IMAGE[i] & 0xFF, IMAGE[i + 1] & 0xFF, IMAGE[i + 2] & 0xFF), within(1e-3));
    }
    Rendering white = Renderings.of(new byte[] {90, 90, 90}, 1, 1);
    new Hue(140, 140).apply(new double[] {140}, 0, white);
    for (float value : Renderings.pixels(white)) {
      assertThat(value).isCloseTo(90, within(1e-3f));
    }
  }

  @Test
  void extremesAreGrey() {
    Rendering grey = rendering();
    new Saturation(0, 0).apply(new double[] {0}, 0, grey);
    float[] found = Renderings.pixels(grey);
    double mean = 0;
    for (int i = 0; i < found.length; i += 3) {
      double expected = grey(IMAGE[i] & 0xFF, IMAGE[i + 1] & 0xFF, IMAGE[i + 2] & 0xFF);
      assertThat((double) found[i + 1]).isCloseTo(expected, within(1e-3));
      mean += expected / (SIDE * SIDE);
    }
    Rendering flat = rendering();
    new Contrast(0, 0).apply(new double[] {0}, 0, flat);
    for (float value : Renderings.pixels(flat)) {
      assertThat((double) value).isCloseTo(mean, within(1e-3));
    }
  }

  /** In one pass, against one after the other in doubles. */
  @Test
  void chainsAreTheirLinksOneByOne() {
    Rendering rendering = rendering();
    new Brightness(1.1, 1.1).apply(new double[] {1.1}, 0, rendering);
    new Contrast(0.7, 0.7).apply(new double[] {0.7}, 0, rendering);
    new Saturation(1.2, 1.2).apply(new double[] {1.2}, 0, rendering);
    new Contrast(1.1, 1.1).apply(new double[] {1.1}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    double[] expected = new double[IMAGE.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = 1.1 * (IMAGE[i] & 0xFF);
    }
    contrast(expected, 0.7);
    for (int i = 0; i < expected.length; i += 3) {
      double grey = grey(expected[i], expected[i + 1], expected[i + 2]);
      for (int c = 0; c < 3; c++) {
        expected[i + c] = grey + 1.2 * (expected[i + c] - grey);
      }
    }
    contrast(expected, 1.1);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(2e-3));
    }
  }

  /** Eigenvalues 0.2 and 0.05 on the scale 0 to 1; factors 0.1, -0.2 and 0.3 by hand. */
  @Test
  void principalComponentsMoveAllPixelsByOneColour() {
    ColourComponents components =
        new ColourComponents(
            List.of(0.2, 0.05, 0.0),
            List.of(List.of(0.6, 0.8, 0.0), List.of(-0.8, 0.6, 0.0), List.of(0.0, 0.0, 1.0)));
    Rendering rendering =
        new Rendering(Renderings.fill(), components, Interpolation.BILINEAR, Border.MEAN);
    rendering.begin(IMAGE, SIDE, SIDE);
    new PcaColour(0.1).apply(new double[] {0.1, -0.2, 0.3}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    double red = 255 * (0.1 * 0.2 * 0.6 + 0.2 * 0.05 * 0.8);
    double green = 255 * (0.1 * 0.2 * 0.8 - 0.2 * 0.05 * 0.6);
    for (int i = 0; i < found.length; i += 3) {
      assertThat((double) found[i]).isCloseTo((IMAGE[i] & 0xFF) + red, within(1e-3));
      assertThat((double) found[i + 1]).isCloseTo((IMAGE[i + 1] & 0xFF) + green, within(1e-3));
      assertThat(found[i + 2]).isEqualTo(IMAGE[i + 2] & 0xFF);
    }
    assertThatThrownBy(() -> new PcaColour(0.1).check(null))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("run polyak ingest again");
  }

  /** Kolmogorov and Smirnov's distance from the normal distribution, at the level of 0.001. */
  @Test
  void factorsOfComponentsAreNormal() {
    PcaColour transform = new PcaColour(0.1);
    int draws = 20_000;
    double[] all = new double[3 * draws];
    for (int key = 0; key < draws; key++) {
      transform.draw(RandomStream.of(3, 0, key, 0), new Extent(1, 1), all, 3 * key);
    }
    Arrays.sort(all);
    double distance = 0;
    for (int i = 0; i < all.length; i++) {
      double expected = normal(all[i] / 0.1);
      distance = Math.max(distance, Math.abs(expected - (i + 0.5) / all.length));
    }
    assertThat(distance).isLessThan(1.95 / Math.sqrt(all.length));
  }

  @Test
  void blurKeepsTheMeanAndNoiseHasItsDeviation() {
    Rendering blurred = rendering();
    new GaussianBlur(1.5, 1.5).apply(new double[] {1.5}, 0, blurred);
    assertThat(mean(Renderings.pixels(blurred)))
        .isCloseTo(mean(Renderings.pixels(rendering())), within(0.5));
    byte[] grey = new byte[64 * 64 * 3];
    Arrays.fill(grey, (byte) 128);
    Rendering noisy = Renderings.of(grey, 64, 64);
    new GaussianNoise(10).apply(new double[] {77}, 0, noisy);
    float[] values = Renderings.pixels(noisy);
    double squares = 0;
    for (float value : values) {
      squares += (value - 128) * (value - 128);
    }
    assertThat(mean(values)).isCloseTo(128, within(0.4));
    assertThat(Math.sqrt(squares / values.length)).isCloseTo(10, within(0.3));
  }

  /** Clipped at the edges; what is left out of it is untouched. */
  @Test
  void cutoutIsTheMean() {
    Rendering rendering = rendering();
    new Cutout(4).apply(new double[] {1, 7}, 0, rendering);
    float[] found = Renderings.pixels(rendering);
    float[] fill = Renderings.fill();
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        int at = (row * SIDE + column) * 3;
        boolean cut = row < 3 && column >= 5;
        assertThat(found[at]).isEqualTo(cut ? fill[0] : IMAGE[at] & 0xFF);
      }
    }
  }

  private static Rendering rendering() {
    return Renderings.of(IMAGE, SIDE, SIDE);
  }

  private static double grey(double red, double green, double blue) {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  private static void contrast(double[] values, double factor) {
    double mean = 0;
    for (int i = 0; i < values.length; i += 3) {
      mean += grey(values[i], values[i + 1], values[i + 2]) * 3 / values.length;
    }
    for (int i = 0; i < values.length; i++) {
      values[i] = mean + factor * (values[i] - mean);
    }
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The normal distribution function: Abramowitz and Stegun 7.1.26, within 1.5e-7. */
  private static double normal(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * x);
    double series =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double half = 0.5 * series * Math.exp(-x * x);
    return z > 0 ? 1 - half : half;
  }
}
