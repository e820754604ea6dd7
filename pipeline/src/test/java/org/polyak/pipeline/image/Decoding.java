package org.polyak.pipeline.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.polyak.pipeline.dataset.RejectionReason;

/** Decoding with the defaults, and what is asserted of it. */
final class Decoding {

  static final ImageDecoder DECODER = new ImageDecoder(DecodeOptions.defaults());

  private Decoding() {}

  static Raster raster(byte[] file) throws UndecodableException {
    return DECODER.decode(file).raster();
  }

  static void assertRejected(byte[] file, RejectionReason reason, String... words) {
    assertRejected(DECODER, file, reason, words);
  }

  static void assertRejected(
      ImageDecoder decoder, byte[] file, RejectionReason reason, String... words) {
    UndecodableException rejected =
        catchThrowableOfType(UndecodableException.class, () -> decoder.decode(file));
    assertThat(rejected).as("decoded, %s expected", reason).isNotNull();
    assertThat(rejected.reason()).as(rejected.getMessage()).isEqualTo(reason);
    assertThat(rejected.getMessage()).contains(words).doesNotContain("\n");
  }

  /** Asserts the size and that no sample is further off than allowed. */
  static void assertPixels(Raster found, int width, int height, byte[] rgb, int tolerance) {
    assertThat(found.width()).isEqualTo(width);
    assertThat(found.height()).isEqualTo(height);
    for (int i = 0; i < rgb.length; i++) {
      if (Math.abs((found.rgb()[i] & 255) - (rgb[i] & 255)) > tolerance) {
        int pixel = i / 3;
        assertThat(found.rgb()[i] & 255)
            .as("sample %d of pixel %d, %d", i % 3, pixel % width, pixel / width)
            .isEqualTo(rgb[i] & 255);
      }
    }
  }
}
