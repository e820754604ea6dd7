package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReducedTest {

  private final ImageDecoder decoder = new ImageDecoder(DecodeOptions.defaults());

  /** About: a block of 4x4 is not the mean of one of 8x8, but what it has of its frequencies. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8})
  void pixelsAreTheMeansOfTheirSquares(int reduction) throws Exception {
    byte[] jpeg = GridPhotos.jpeg(160, 96, true);
    Raster whole = decoder.decode(jpeg).raster();
    Reduced reduced = decoder.decode(jpeg, reduction);
    assertThat(reduced.reduction()).isEqualTo(reduction);
    Raster small = reduced.raster();
    assertThat(small.width()).isEqualTo(160 / reduction);
    assertThat(small.height()).isEqualTo(96 / reduction);
    double difference = 0;
    for (int y = 0; y < small.height(); y++) {
      for (int x = 0; x < small.width(); x++) {
        double sum = 0;
        for (int i = 0; i < reduction * reduction; i++) {
          int row = y * reduction + i / reduction;
          int column = x * reduction + i % reduction;
          sum += whole.rgb()[3 * (row * 160 + column) + 1] & 0xFF;
        }
        int found = small.rgb()[3 * (y * small.width() + x) + 1] & 0xFF;
        difference += Math.abs(found - sum / (reduction * reduction));
      }
    }
    assertThat(difference / (small.width() * small.height())).isCloseTo(0, within(4.0));
  }

  @Test
  void sidesAreRoundedUpAndOtherFormatsStayWhole() throws Exception {
    Raster small = decoder.decode(GridPhotos.jpeg(161, 97, true), 8).raster();
    assertThat(small.width()).isEqualTo(21);
    assertThat(small.height()).isEqualTo(13);
  }
}
