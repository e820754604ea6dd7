package org.polyak.augment.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.augment.image.RecordDecoder;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

class ViewRendererTest {

  private static final Normalization NORMALIZATION =
      new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.1));

  /** Each crop of an image that is not scaled is a part of the array, and its mirror image. */
  @Test
  void cropsArePartsOfTheImage() {
    int rows = 7;
    int columns = 10;
    byte[] rgb = noise(rows, columns);
    ViewRenderer renderer =
        new ViewRenderer(NORMALIZATION, new CropSet(CropKind.TEN_CROP, true, List.of(7), 4), 4, 4);
    List<View> views = renderer.begin(new ImageRecord("a", 0, columns, rows, "rgb8", rgb, ""));
    assertThat(views).hasSize(10);
    int[][] corners = {{0, 0}, {0, 6}, {3, 0}, {3, 6}, {1, 3}};
    float[] found = new float[5 + 10 * 48];
    for (int i = 0; i < 10; i++) {
      renderer.write(views.get(i), found, 5 + i * 48);
    }
    float[] expected = new float[found.length];
    int at = 5;
    for (int[] corner : corners) {
      for (boolean mirrored : new boolean[] {false, true}) {
        for (int y = 0; y < 4; y++) {
          for (int x = 0; x < 4; x++) {
            for (int c = 0; c < 3; c++) {
              int column = corner[1] + (mirrored ? 3 - x : x);
              int value = rgb[((corner[0] + y) * columns + column) * 3 + c] & 0xFF;
              expected[at++] = normalized(value, c);
            }
          }
        }
      }
    }
    assertThat(found).isEqualTo(expected);
  }

  /** A scaled view is the same part of the whole scaled image, whatever was computed for it. */
  @Test
  void scaledCropsArePartsOfTheScaledImage() {
    byte[] rgb = noise(60, 90);
    ImageRecord image = new ImageRecord("a", 0, 90, 60, "rgb8", rgb, "");
    ViewRenderer whole =
        new ViewRenderer(
            NORMALIZATION, new CropSet(CropKind.WHOLE, false, List.of(28, 32, 64), 0), 28, 28);
    ViewRenderer crops =
        new ViewRenderer(
            NORMALIZATION, new CropSet(CropKind.MULTI_SCALE, true, List.of(28, 32, 64), 0), 28, 28);
    List<View> wholes = whole.begin(image);
    List<View> views = crops.begin(image);
    assertThat(views).hasSize(6 + 10 + 10);
    // In another order too: what is kept between views is of no influence.
    List<View> shuffled = new java.util.ArrayList<>(views);
    Collections.shuffle(shuffled, new Random(5));
    for (List<View> order : List.of(views, shuffled)) {
      for (View view : order) {
        View all = wholes.stream().filter(v -> v.hasScaleOf(view)).findFirst().orElseThrow();
        float[] scaled = new float[all.size()];
        whole.write(all, scaled, 0);
        float[] found = new float[view.size()];
        crops.write(view, found, 0);
        for (int i = 0; i < found.length; i++) {
          int y = view.top() + i / 3 / 28;
          int x = i / 3 % 28;
          int column = view.left() + (view.mirrored() ? 27 - x : x);
          float expected = scaled[(y * all.width() + column) * 3 + i % 3];
          // A window's own positions may round differently from the whole image's.
          assertThat(found[i]).as("%s %d", view, i).isCloseTo(expected, within(1e-4f));
        }
      }
    }
  }

  /** The single view has the bits of a rendering of nothing but that window. */
  @Test
  void theCentreIsRenderedAlone() {
    byte[] rgb = noise(60, 90);
    float[] expected = new float[28 * 28 * 3];
    Rendering rendering =
        new Rendering(NORMALIZATION.meanByte(), null, Interpolation.BILINEAR, Border.MEAN);
    rendering.begin(rgb, 60, 90);
    rendering.scale(32, 48);
    rendering.window(2, 10, 28, 28);
    rendering.write(new Normalizer(NORMALIZATION, 28, 28), expected, 0);
    ViewRenderer renderer = new ViewRenderer(NORMALIZATION, CropSet.named("flip"), 28, 28);
    List<View> views = renderer.begin(new ImageRecord("a", 0, 90, 60, "rgb8", rgb, ""));
    float[] found = new float[28 * 28 * 3];
    renderer.write(views.get(0), found, 0);
    assertThat(found).isEqualTo(expected);
    float[] mirrored = new float[28 * 28 * 3];
    renderer.write(views.get(1), mirrored, 0);
    for (int i = 0; i < found.length; i++) {
      int row = i / 84;
      int column = i / 3 % 28;
      assertThat(mirrored[i]).isEqualTo(found[row * 84 + (27 - column) * 3 + i % 3]);
    }
  }

  /** One view needs an eighth of the pixels, another all: all are decoded. */
  @Test
  void decodesAsMuchAsTheLargestScaleNeeds() throws IOException {
    BufferedImage picture = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    byte[] rgb = noise(300, 400);
    for (int i = 0; i < 300 * 400; i++) {
      picture.setRGB(i % 400, i / 400, rgb[i] << 16 | rgb[i] << 8 | rgb[i]);
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(picture, "jpg", jpeg);
    ImageRecord image = new ImageRecord("a", 0, 400, 300, "jpeg", jpeg.toByteArray(), "");
    byte[] pixels = new RecordDecoder().decode(image).rgb();
    ViewRenderer renderer =
        new ViewRenderer(
            NORMALIZATION, new CropSet(CropKind.TEN_CROP, false, List.of(32, 300), 0), 32, 32);
    List<View> views = renderer.begin(image);
    View corner = views.stream().filter(v -> v.scaledHeight() == 300).findFirst().orElseThrow();
    float[] found = new float[corner.size()];
    renderer.write(corner, found, 0);
    for (int i = 0; i < found.length; i++) {
      int value = pixels[(i / 96 * 400 + i / 3 % 32) * 3 + i % 3] & 0xFF;
      assertThat(found[i]).isEqualTo(normalized(value, i % 3));
    }
    // The small scale alone is decoded at an eighth, whose pixels are means of 8 x 8.
    ViewRenderer small =
        new ViewRenderer(NORMALIZATION, new CropSet(CropKind.WHOLE, false, List.of(37), 0), 32, 32);
    View view = small.begin(image).get(0);
    float[] reduced = new float[view.size()];
    small.write(view, reduced, 0);
    assertThat(view.scaledWidth()).isEqualTo(49);
    double sum = 0;
    for (int i = 0; i < reduced.length; i += 3) {
      sum += reduced[i];
    }
    double mean = 0;
    for (int i = 0; i < pixels.length; i += 3) {
      mean += (pixels[i] & 0xFF) / 255.0 / (pixels.length / 3.0);
    }
    assertThat(sum / (reduced.length / 3.0)).isCloseTo((mean - 0.5) / 0.25, within(0.02));
  }

  /** Grey of one value stays that value at every scale and place, up to the edges. */
  @Test
  void edgesAreNotMixedWithAnythingElse() {
    byte[] rgb = new byte[50 * 41 * 3];
    java.util.Arrays.fill(rgb, (byte) 200);
    ViewRenderer renderer = new ViewRenderer(NORMALIZATION, CropSet.named("multi-scale"), 28, 28);
    for (View view : renderer.begin(new ImageRecord("a", 0, 41, 50, "rgb8", rgb, ""))) {
      float[] found = new float[view.size()];
      renderer.write(view, found, 0);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i]).as("%s", view).isCloseTo(normalized(200, i % 3), within(2e-5f));
      }
    }
  }

  @Test
  void wholeImagesNeedFiguresByChannel() {
    Normalization byPosition =
        new Normalization(Collections.nCopies(12, 0.5), Collections.nCopies(12, 1.0));
    assertThatThrownBy(() -> new ViewRenderer(byPosition, CropSet.named("whole"), 2, 2))
        .isInstanceOf(PolyakException.class)
        .hasMessageContaining("normalised by position")
        .hasMessageEndingWith("take other crops than whole");
  }

  private static float normalized(int value, int channel) {
    double mean = NORMALIZATION.mean().get(channel);
    double deviation = NORMALIZATION.deviation().get(channel);
    return (value - (float) (mean * 255)) * (float) (1 / (deviation * 255));
  }

  private static byte[] noise(int rows, int columns) {
    byte[] rgb = new byte[rows * columns * 3];
    new Random(3).nextBytes(rgb);
    return rgb;
  }
}
