package org.polyak.pipeline.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

/** Decodes the first image of TIFF files with Java's own reader. */
final class TiffDecoder {

  private final DecodeOptions options;
  private final Background background;
  private final ImageReaderSpi provider = JdkReaders.provider("tif");

  TiffDecoder(DecodeOptions options) {
    this.options = options;
    this.background = new Background(options.background());
  }

  Stored decode(byte[] bytes) throws UndecodableException {
    TiffHeader header = TiffHeader.parse(bytes, options);
    BufferedImage image = read(header);
    if (image.getWidth() != header.width() || image.getHeight() != header.height()) {
      throw UndecodableException.corrupt(
          ImageFormat.TIFF,
          "%d x %d pixels expected, found %d x %d",
          header.width(),
          header.height(),
          image.getWidth(),
          image.getHeight());
    }
    return new Stored(raster(image), Metadata.oriented(header.orientation()));
  }

  private BufferedImage read(TiffHeader header) throws UndecodableException {
    try (BytesInput input = new BytesInput(header.plain())) {
      ImageReader reader = provider.createReaderInstance();
      try {
        reader.setInput(input, true, true);
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException | RuntimeException e) {
      // The reader has no rule for what it throws on damaged files.
      throw UndecodableException.corrupt(
          ImageFormat.TIFF,
          "decodable data for %d x %d pixels expected, found: %s",
          header.width(),
          header.height(),
          e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }
  }

  private Raster raster(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    ColorModel model = image.getColorModel();
    if (samplesAreColours(model)) {
      samples(image, model, rgb);
    } else {
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0, out = 3 * y * width; x < width; x++, out += 3) {
          int p = row[x];
          background.put(rgb, out, p >> 16 & 255, p >> 8 & 255, p & 255, p >>> 24);
        }
      }
    }
    return new Raster(width, height, rgb);
  }

  /**
   * Whether samples are grey or sRGB as they are. For grey Java would assume light, not sRGB's
   * curve.
   */
  private static boolean samplesAreColours(ColorModel model) {
    int kind = model.getColorSpace().getType();
    boolean whole =
        model.getTransferType() == DataBuffer.TYPE_BYTE
            || model.getTransferType() == DataBuffer.TYPE_USHORT;
    return model instanceof ComponentColorModel
        && whole
        && !model.isAlphaPremultiplied()
        && (kind == ColorSpace.TYPE_GRAY || model.getColorSpace().isCS_sRGB());
  }

  private void samples(BufferedImage image, ColorModel model, byte[] rgb) {
    int bands = model.getNumComponents();
    int colours = model.getNumColorComponents();
    int[] row = new int[bands * image.getWidth()];
    int[] most = new int[bands];
    for (int b = 0; b < bands; b++) {
      most[b] = (1 << model.getComponentSize(b)) - 1;
    }
    for (int y = 0; y < image.getHeight(); y++) {
      image.getRaster().getPixels(0, y, image.getWidth(), 1, row);
      int out = 3 * y * image.getWidth();
      for (int in = 0; in < row.length; in += bands, out += 3) {
        int red = eight(row[in], most[0]);
        int green = colours == 1 ? red : eight(row[in + 1], most[1]);
        int blue = colours == 1 ? red : eight(row[in + 2], most[2]);
        int alpha = model.hasAlpha() ? eight(row[in + colours], most[colours]) : 255;
        background.put(rgb, out, red, green, blue, alpha);
      }
    }
  }

  /** Cut to the upper 8 bits, or spread over them. */
  private static int eight(int sample, int most) {
    return most == 0xFFFF ? sample >> 8 : sample * 255 / most;
  }
}
