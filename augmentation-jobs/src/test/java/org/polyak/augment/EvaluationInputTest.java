package org.polyak.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.image.Normalizer;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.error.PolyakException;

class EvaluationInputTest {

  private static final Normalization PLAIN =
      new Normalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

  @Test
  void imagesOfTheNetworksSizeAreOnlyNormalised() {
    byte[] rgb = new byte[4 * 6 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (3 * i);
    }
    Normalization normalization =
        new Normalization(List.of(0.5, 0.4, 0.3), List.of(0.25, 0.2, 0.1));
    float[] found = new float[rgb.length];
    new EvaluationInput(normalization, 4, 6)
        .apply(new ImageRecord("a", 0, 6, 4, "rgb8", rgb, ""), found, 0);
    float[] expected = new float[rgb.length];
    new Normalizer(normalization, 4, 6).apply(rgb, expected, 0);
    assertThat(found).isEqualTo(expected);
  }

  /**
   * 60 x 80 pixels for a network of 28 x 28: by 32 / 60 to 32 x 43, of which the middle is taken. A
   * ramp of brightness along columns shows where: a new column x of the window shows the old
   * position (x + 7 + 0.5) x 80 / 43.
   */
  @Test
  void largerImagesAreScaledAndCutInTheMiddle() throws IOException {
    BufferedImage ramp = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 60; y++) {
      for (int x = 0; x < 80; x++) {
        int grey = 20 + 2 * x;
        ramp.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(ramp, "png", png);
    float[] found = new float[28 * 28 * 3];
    new EvaluationInput(PLAIN, 28, 28)
        .apply(new ImageRecord("a", 0, 80, 60, "png", png.toByteArray(), ""), found, 0);
    for (int row = 0; row < 28; row++) {
      for (int column = 0; column < 28; column++) {
        double position = (column + 7.5) * 80 / 43;
        double expected = (20 + 2 * (position - 0.5)) / 255;
        assertThat((double) found[(row * 28 + column) * 3 + 1])
            .as("%d, %d", row, column)
            .isCloseTo(expected, within(0.004));
      }
    }
  }

  /** A large JPEG is decoded to a quarter of its size; the picture stays in its place. */
  @Test
  void largePhotographsAreDecodedSmall() throws IOException {
    BufferedImage ramp = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 300; y++) {
      for (int x = 0; x < 400; x++) {
        int grey = x / 2 + 20;
        ramp.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    ImageIO.write(ramp, "jpg", jpeg);
    ImageRecord image = new ImageRecord("a", 0, 400, 300, "jpeg", jpeg.toByteArray(), "");
    float[] found = new float[56 * 56 * 3];
    new EvaluationInput(PLAIN, 56, 56).apply(image, found, 0);
    // 56 of 64 rows, 85 columns: from column 14 on.
    for (int column = 0; column < 56; column++) {
      double position = (column + 14.5) * 400 / 85;
      assertThat((double) found[(28 * 56 + column) * 3])
          .as("column %d", column)
          .isCloseTo((position / 2 + 20) / 255, within(0.01));
    }
  }

  @Test
  void damagedImagesAreNamed() {
    EvaluationInput input = new EvaluationInput(PLAIN, 8, 8);
    ImageRecord cut = new ImageRecord("x/y", 0, 8, 8, "jpeg", new byte[] {(byte) 0xFF}, "");
    assertThatThrownBy(() -> input.apply(cut, new float[192], 0))
        .isInstanceOf(PolyakException.class)
        .hasMessageStartingWith("Image x/y is damaged: ");
    ImageRecord few = new ImageRecord("x/z", 0, 8, 8, "rgb8", new byte[191], "");
    assertThatThrownBy(() -> input.apply(few, new float[192], 0))
        .hasMessage("Image x/z is damaged: 191 bytes, expected 192 for 8 x 8 x 3");
  }
}
