package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class GridTest {

  private static final Sampling SAMPLING = new Sampling(1 << 14, 1 << 14);

  /** 300x200 is more than 16,384 pixels; every second of every second row are 15,000. */
  @Test
  void everySecondPixelOfEverySecondRow() {
    byte[] rgb = new byte[3 * 300 * 200];
    new Random(7).nextBytes(rgb);
    Raster grid = new Raster(300, 200, rgb).grid(SAMPLING);
    assertThat(grid.width()).isEqualTo(150);
    assertThat(grid.height()).isEqualTo(100);
    for (int y = 0; y < 100; y++) {
      for (int x = 0; x < 150; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(grid.rgb()[3 * (y * 150 + x) + c])
              .isEqualTo(rgb[3 * ((2 * y + 1) * 300 + 2 * x + 1) + c]);
        }
      }
    }
  }

  @Test
  void smallImagesStayWhole() {
    Raster raster = new Raster(128, 128, new byte[3 * 128 * 128]);
    assertThat(raster.grid(SAMPLING)).isSameAs(raster);
  }

  /** However narrow, an image has a point, and all points lie in it. */
  @Test
  void gridsStayInsideTheImage() {
    for (int[] size : new int[][] {{1, 100_000}, {100_000, 1}, {2, 70_000}, {65_500, 1000}}) {
      Grid grid = Grid.of(size[0], size[1], SAMPLING);
      for (int side : size) {
        int last = grid.first(side) + (grid.points(side) - 1) * grid.step();
        assertThat(grid.points(side)).isPositive();
        assertThat(last).isLessThan(side);
        assertThat(last + grid.step()).isGreaterThanOrEqualTo(side);
      }
    }
  }

  /** JPEG has a way of its own to the grid: it must give the pixels that decoding gives. */
  @Test
  void samplesAreThePixelsThatDecodingGives() throws Exception {
    ImageDecoder decoder = new ImageDecoder(DecodeOptions.defaults());
    for (boolean grey : new boolean[] {false, true}) {
      byte[] jpeg = GridPhotos.jpeg(301, 203, grey);
      Sampling few = new Sampling(5000, 5000);
      Raster whole = decoder.decode(jpeg).raster();
      Sample sample = decoder.sample(jpeg, few);
      assertThat(sample.width()).isEqualTo(301);
      assertThat(sample.height()).isEqualTo(203);
      assertThat(sample.grid().width()).isLessThan(301);
      assertThat(sample.grid().rgb()).isEqualTo(whole.grid(few).rgb());
      assertThat(decoder.sample(jpeg, new Sampling(301 * 203, 1)).grid().rgb())
          .isEqualTo(whole.rgb());
    }
  }
}
