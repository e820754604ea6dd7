package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReencoderTest {

  private final BufferedImage image = TestImages.gradient(50, 30, BufferedImage.TYPE_INT_RGB);
  private final Raster raster = new Raster(50, 30, TestImages.onWhite(image));

  @ParameterizedTest
  @CsvSource({"30, 50, 30", "40, 50, 30", "20, 33, 20", "9, 15, 9", "1, 2, 1"})
  void shrinksTheShorterSide(int shortSide, int width, int height) throws UndecodableException {
    Raster back = Decoding.raster(new Reencoder(shortSide, 90).jpeg(raster));
    assertThat(back.width()).isEqualTo(width);
    assertThat(back.height()).isEqualTo(height);
  }

  @Test
  void keepsThePictureNearly() throws UndecodableException {
    byte[] smooth = new byte[3 * 64 * 48];
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] = (byte) (i % 3 == 0 ? i / 3 % 64 * 3 : i % 3 == 1 ? i / 192 * 4 : 90);
    }
    byte[] jpeg = new Reencoder(64, 95).jpeg(new Raster(64, 48, smooth));
    Decoding.assertPixels(Decoding.raster(jpeg), 64, 48, smooth, 8);
  }

  /** Table K.1 of ITU-T T.81 scaled by 50 / q below quality 50, by 2 - q / 50 above. */
  @ParameterizedTest
  @CsvSource({"50, 16, 11", "25, 32, 22", "75, 8, 6", "90, 3, 2"})
  void writesBaselineWithTheTablesOfTheQuality(int quality, int first, int second) {
    byte[] jpeg = new Reencoder(100, quality).jpeg(raster);
    int frame = TestImages.marker(jpeg, 0xC0);
    assertThat(jpeg[frame + 9]).as("components").isEqualTo((byte) 3);
    assertThat(jpeg[frame + 11]).as("sampling of luma").isEqualTo((byte) 0x22);
    int table = TestImages.marker(jpeg, 0xDB);
    assertThat(jpeg[table + 5]).isEqualTo((byte) first);
    assertThat(jpeg[table + 6]).isEqualTo((byte) second);
  }

  @Test
  void isTheSameEveryTime() {
    Reencoder reencoder = new Reencoder(20, 85);
    assertThat(reencoder.jpeg(raster)).isEqualTo(new Reencoder(20, 85).jpeg(raster));
    assertThat(raster.rgb()).isEqualTo(TestImages.onWhite(image));
  }

  @Test
  void refusesSettingsWithoutMeaning() {
    assertThatThrownBy(() -> new Reencoder(0, 90)).hasMessageContaining("0 pixels");
    assertThatThrownBy(() -> new Reencoder(10, 101)).hasMessageContaining("101");
  }
}
