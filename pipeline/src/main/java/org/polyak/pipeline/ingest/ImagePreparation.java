package org.polyak.pipeline.ingest;

import org.polyak.pipeline.image.Decoded;
import org.polyak.pipeline.image.ImageDecoder;
import org.polyak.pipeline.image.ImageFormat;
import org.polyak.pipeline.image.Raster;
import org.polyak.pipeline.image.Reencoder;
import org.polyak.pipeline.image.UndecodableException;

/** Decodes an encoded image to see that it can be, and encodes it anew if that was asked for. */
final class ImagePreparation {

  /**
   * An image as the data set takes it.
   *
   * @param format of the bytes
   * @param raster what they decode to
   */
  record Prepared(String format, byte[] bytes, Raster raster) {}

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
    Decoded decoded = decoder.decode(bytes);
    if (reencoder == null) {
      return new Prepared(decoded.format().key(), bytes, decoded.raster());
    }
    byte[] encoded = reencoder.jpeg(decoded.raster());
    return new Prepared(ImageFormat.JPEG.key(), encoded, decoder.decode(encoded).raster());
  }
}
