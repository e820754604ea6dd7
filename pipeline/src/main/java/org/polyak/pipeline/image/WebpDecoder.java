package org.polyak.pipeline.image;

import org.bytedeco.leptonica.PIX;
import org.bytedeco.leptonica.global.leptonica;

/**
 * Decodes WebP with libwebp, of an animation the first frame on its canvas; alpha and what the
 * frame leaves open are background.
 */
final class WebpDecoder {

  private final DecodeOptions options;
  private final Background background;

  WebpDecoder(DecodeOptions options) {
    this.options = options;
    this.background = new Background(options.background());
  }

  Stored decode(byte[] bytes) throws UndecodableException {
    WebpChunks file = WebpChunks.parse(bytes, options);
    Raster frame = pixels(file);
    byte[] icc = options.applyIcc() ? file.profile() : new byte[0];
    return new Stored(onCanvas(file, frame), new Metadata(file.orientation(), icc));
  }

  private Raster onCanvas(WebpChunks file, Raster frame) {
    if (frame.width() == file.width() && frame.height() == file.height()) {
      return frame;
    }
    byte[] rgb = background.fill(file.width() * file.height());
    for (int y = 0; y < frame.height(); y++) {
      int to = 3 * ((file.top() + y) * file.width() + file.left());
      System.arraycopy(frame.rgb(), 3 * y * frame.width(), rgb, to, 3 * frame.width());
    }
    return new Raster(file.width(), file.height(), rgb);
  }

  private Raster pixels(WebpChunks file) throws UndecodableException {
    byte[] still = file.still();
    PIX pix = leptonica.pixReadMemWebP(still, still.length);
    if (pix == null) {
      throw UndecodableException.corrupt(
          ImageFormat.WEBP,
          "decodable data for %d x %d pixels expected, libwebp refuses it",
          file.frameWidth(),
          file.frameHeight());
    }
    try {
      if (leptonica.pixGetWidth(pix) != file.frameWidth()
          || leptonica.pixGetHeight(pix) != file.frameHeight()) {
        throw UndecodableException.corrupt(
            ImageFormat.WEBP,
            "%d x %d pixels expected, libwebp found %d x %d",
            file.frameWidth(),
            file.frameHeight(),
            leptonica.pixGetWidth(pix),
            leptonica.pixGetHeight(pix));
      }
      return Leptonica.raster(pix, background);
    } finally {
      leptonica.pixDestroy(pix);
    }
  }
}
