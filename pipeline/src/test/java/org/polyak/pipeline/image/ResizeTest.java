package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResizeTest {

  /** What Pillow 13.0.0 makes of the picture below with {@code resize((w, h), Image.BILINEAR)}. */
  @ParameterizedTest
  @CsvSource({
    "7, 5, 4, 3, 18030c520bcc961447d01c864407c07e1b55b7339f7b477ca20b6fb32b8a" + "7852775f7280",
    "16, 11, 5, 4, 4c0c7799267d5a4280975d826472888a1e7f885c7f849680909a807b8680"
        + "7e3085898a81877a808c797e89867a8c43796f8c7e836e807b7781797e86",
    "4, 3, 7, 6, 0000000d01002203003805804d06ff6208ff6f09ff030000100200250400"
        + "3b07805009ff650bff720dff0800001503002a0600400a80550eff6a12ff"
        + "7714ff1300402004403508404b0e806014bf7518bf821cbf2400bf3105bf"
        + "460bbf5c1280711940861f409323402c00ff3905ff4e0cff641480791b00"
        + "8e22009b2700",
    "9, 9, 9, 2, 39006f5e0e6f831c90872a90a9386f9f466f8653903c6190616c6f660088"
        + "8b20888940778d607775808888a088a999776983778e6688",
    "3, 2, 1, 1, 2b0649"
  })
  void isPillowsToTheBit(int width, int height, int newWidth, int newHeight, String expected) {
    Raster scaled = Resize.scaled(picture(width, height), newWidth, newHeight);
    assertThat(HexFormat.of().formatHex(scaled.rgb())).isEqualTo(expected);
  }

  @Test
  void keepsWhatHasTheSizeAndRefusesNone() {
    Raster picture = picture(9, 4);
    assertThat(Resize.scaled(picture, 9, 4).rgb()).isEqualTo(picture.rgb());
    assertThatThrownBy(() -> Resize.scaled(picture, 0, 4)).hasMessageContaining("0 x 4");
  }

  private static Raster picture(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int y = 0, at = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        rgb[at++] = (byte) (37 * x + 11 * y * y);
        rgb[at++] = (byte) (x * y * 5 + 3 * x);
        rgb[at++] = (byte) ((x / 2 + y / 2) % 2 == 1 ? 255 : 0);
      }
    }
    return new Raster(width, height, rgb);
  }
}
