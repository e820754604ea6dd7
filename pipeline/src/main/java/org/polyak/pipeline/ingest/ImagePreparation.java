package org.polyak.pipeline.ingest;

import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Reencoder;
import org.polyak.pipeline.image.Sample;
import org.polyak.pipeline.image.Sampling;
import org.polyak.pipeline.image.UndecodableException;
import org.polyak.pipeline.source.RawImage;

/** Decodes an encoded image to see that it can be, and encodes it anew if that was asked for. */
final class ImagePreparation {

  /** Statistics take all pixels of images of up to 128x128, of larger ones a grid. */
  private static final Sampling SAMPLING = new Sampling(1 << 14, 1 << 12);

  /**
   * An image as the data set takes it.
   *
   * @param format of the bytes
   * @param width of what they decode to
   * @param height of what they decode to
   * @param grid pixels for the statistics
   */
  record Prepared(String format, byte[] bytes, int width, int height, Raster grid) {}

  private final ImageDecoder decoder;
  private final Reencoder reencoder;

  ImagePreparation(ImageSettings settings) {
    this.decoder = new ImageDecoder(settings.decoding());
    this.reencoder =
        settings.shortSide() == 0 ? null : new Reencoder(settings.shortSide(), settings.quality());
  }

  /**
   * Prepares an image.
   *
   * @throws UndecodableException if it is not one, or a limit is passed
   */
  Prepared prepare(byte[] bytes) throws UndecodableException {
    byte[] kept = reencoder == null ? bytes : reencoder.jpeg(decoder.decode(bytes).raster());
    Sample sample = decoder.sample(kept, SAMPLING);
    return new Prepared(
        sample.format().key(), kept, sample.width(), sample.height(), sample.grid());
  }

  /** Takes pixels that came without encoding. */
  static Prepared raw(RawImage.Pixels pixels) {
    Raster raster = new Raster(pixels.width(), pixels.height(), pixels.rgb());
    return new Prepared(
        ImageRecord.RGB8, pixels.rgb(), pixels.width(), pixels.height(), raster.grid(SAMPLING));
  }
}
