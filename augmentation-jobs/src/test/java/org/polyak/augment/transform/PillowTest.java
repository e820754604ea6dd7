package org.polyak.augment.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.augment.render.Renderings;

/**
 * Against Pillow, whose results of one small image are recorded in pillow.txt by
 * pillow_expectations.py. Pillow rounds to bytes, after each of two passes where there are two.
 */
class PillowTest {

  private record Expected(int height, int width, float[] values) {}

  private static final Map<String, Expected> EXPECTED = new HashMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = PillowTest.class.getResourceAsStream("pillow.txt")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
        String[] words = line.split(" ");
        float[] values = new float[words.length - 3];
        for (int i = 0; i < values.length; i++) {
          values[i] = Float.parseFloat(words[i + 3]);
        }
        EXPECTED.put(
            words[0], new Expected(Integer.parseInt(words[1]), Integer.parseInt(words[2]), values));
      }
    }
  }

  @Test
  void scalingWidensItsFilters() {
    scaled("half-bilinear", Interpolation.BILINEAR, 1.01);
    scaled("third-bilinear", Interpolation.BILINEAR, 1.01);
    scaled("double-bilinear", Interpolation.BILINEAR, 1.01);
    scaled("nearest", Interpolation.NEAREST, 0);
  }

  /** Pillow clips to 0 and 255 after the first pass too. */
  @Test
  void cubicScalingIsThatOfKeys() {
    scaled("half-bicubic", Interpolation.BICUBIC, 4);
    scaled("double-bicubic", Interpolation.BICUBIC, 4);
  }

  @Test
  void quarterTurnsMoveWholePixels() {
    Rendering rendering = of("image", Interpolation.NEAREST);
    rendering.window(0, 0, 24, 24);
    apply(new Rotation(90, 90), rendering);
    compare("rotated-nearest", rendering, 0);
  }

  @Test
  void slantsLikeAnAffineMap() {
    Rendering rendering = of("image", Interpolation.BILINEAR);
    double degrees = Math.toDegrees(Math.atan(0.3));
    apply(new ShearX(degrees, degrees), rendering);
    Expected expected = EXPECTED.get("shear-x");
    float[] found = Renderings.pixels(rendering);
    int compared = 0;
    for (int i = 0; i < found.length; i++) {
      int column = i / 3 % 30;
      // The slanted edges are another border there.
      if (column > 5 && column < 24) {
        assertThat(found[i])
            .as("value %d", i)
            .isBetween(expected.values[i] - 1.01f, expected.values[i] + 1.01f);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(1000);
  }

  /** Pillow rounds the grey level, and cuts off what is behind the comma of the result. */
  @Test
  void coloursAreThoseOfEnhancers() {
    changed("brightness", new Brightness(1.3, 1.3), 1.01);
    changed("saturation", new Saturation(0.4, 0.4), 1.61);
    changed("contrast", new Contrast(0.6, 0.6), 1.61);
  }

  @Test
  void sharpnessIsThatOfTheSmoothingKernel() {
    changed("sharpness", new Sharpness(1.8, 1.8), 1.51);
  }

  @Test
  void valuesAreThoseOfOps() {
    changed("equalize", new Equalize(1), 0);
    changed("posterize", new Posterize(3, 1), 0);
    changed("solarize", new Solarize(100, 1), 0);
    Rendering rendering = of("half-bright", Interpolation.BILINEAR);
    apply(new Autocontrast(1), rendering);
    compare("autocontrast", rendering, 1.01);
  }

  private static void scaled(String name, Interpolation interpolation, double tolerance) {
    Rendering rendering = of("image", interpolation);
    rendering.scale(EXPECTED.get(name).height, EXPECTED.get(name).width);
    compare(
        name,
        rendering,
        tolerance,
        image -> {
          for (int i = 0; i < image.length; i++) {
            image[i] = Math.max(0, Math.min(255, image[i]));
          }
        });
  }

  private static void changed(String name, Transform transform, double tolerance) {
    Rendering rendering = of("image", Interpolation.BILINEAR);
    apply(transform, rendering);
    compare(name, rendering, tolerance);
  }

  private static void apply(Transform transform, Rendering rendering) {
    double[] values = new double[Math.max(1, transform.drawn().size())];
    transform.draw(
        RandomStream.of(1, 0, 0, 0), new Extent(rendering.height(), rendering.width()), values, 0);
    transform.apply(values, 0, rendering);
  }

  private static Rendering of(String name, Interpolation interpolation) {
    Expected image = EXPECTED.get(name);
    byte[] rgb = new byte[image.values.length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) image.values[i];
    }
    return Renderings.of(rgb, image.height, image.width, interpolation, Border.MEAN);
  }

  private static void compare(String name, Rendering rendering, double tolerance) {
    compare(name, rendering, tolerance, image -> {});
  }

  private static void compare(
      String name, Rendering rendering, double tolerance, Consumer<float[]> clipped) {
    Expected expected = EXPECTED.get(name);
    assertThat(rendering.height()).isEqualTo(expected.height);
    assertThat(rendering.width()).isEqualTo(expected.width);
    float[] found = Renderings.pixels(rendering);
    clipped.accept(found);
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      worst = Math.max(worst, Math.abs(found[i] - expected.values[i]));
    }
    assertThat(worst)
        .as("%s: %s", name, Arrays.toString(Arrays.copyOf(found, 6)))
        .isLessThanOrEqualTo(tolerance);
  }
}
