package org.polyak.pipeline.ingest;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small pictures in the encodings of photographs. */
final class Photos {

  private Photos() {}

  /** Coarse coloured blocks, so that encodings are small but not equal. */
  static byte[] encoded(String format, int width, int height, long seed) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(seed);
    int[] colours = random.ints(64, 0, 1 << 24).toArray();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, colours[(8 * y / height) * 8 + 8 * x / width]);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IllegalArgumentException("No writer for " + format);
    }
    return bytes.toByteArray();
  }

  /** Writes such a picture. */
  static Path write(Path file, String format, int width, int height, long seed) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, encoded(format, width, height, seed));
  }
}
