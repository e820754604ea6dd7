package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CentreSquareTest {

  /** Columns 0 to 5 of a picture of 6x2; the square of 2 is columns 2 and 3. */
  @Test
  void cutsTheMiddleOut() {
    byte[] rgb = new byte[3 * 6 * 2];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 6);
    }
    Raster square = CentreSquare.of(new Raster(6, 2, rgb), 2);
    assertThat(square.rgb()).containsExactly(2, 2, 2, 3, 3, 3, 2, 2, 2, 3, 3, 3);
  }

  @Test
  void shrinksTheShortSide() {
    byte[] rgb = new byte[3 * 90 * 40];
    java.util.Arrays.fill(rgb, (byte) 77);
    Raster square = CentreSquare.of(new Raster(90, 40, rgb), 16);
    assertThat(square.width()).isEqualTo(16);
    assertThat(square.height()).isEqualTo(16);
    assertThat(square.rgb()).containsOnly(77);
  }
}
