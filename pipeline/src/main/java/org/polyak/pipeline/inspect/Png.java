package org.polyak.pipeline.inspect;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures as PNG. */
final class Png {

  private static final int FULL = 255;

  private Png() {}

  /** The content of a PNG file. */
  static byte[] encode(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(picture, "png", bytes)) {
        throw new IllegalStateException("Every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * A {@code data:} URL of a picture.
   *
   * @param values {@code [height][width][3]} flattened
   * @param scale what a value is multiplied by to be on the scale 0 to 1
   */
  static String url(int width, int height, List<Double> values, double scale) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      int rgb = 0;
      for (int c = 0; c < 3; c++) {
        double value = values.get(3 * i + c) * scale;
        rgb = rgb << 8 | (int) Math.round(FULL * Math.max(0, Math.min(1, value)));
      }
      picture.setRGB(i % width, i / width, rgb);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(encode(picture));
  }
}
