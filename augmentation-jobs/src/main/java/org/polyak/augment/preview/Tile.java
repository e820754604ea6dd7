package org.polyak.augment.preview;

import java.awt.image.BufferedImage;
import java.util.List;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Image;
import org.polyak.augment.render.Rendering;

/**
 * A picture of a sheet with what is written under it.
 *
 * @param picture at most {@link #SIDE} pixels a side
 * @param texts lines, to be wrapped
 */
record Tile(BufferedImage picture, List<String> texts) {

  /** Rows and columns that a picture has room in. */
  static final int SIDE = 128;

  /** Brings an image to its place: small ones in squares of whole pixels, large ones reduced. */
  static Tile of(Image image, List<String> texts) {
    int longest = Math.max(image.height(), image.width());
    if (longest > SIDE) {
      return new Tile(picture(reduced(image, longest), 1), texts);
    }
    return new Tile(picture(image, SIDE / longest), texts);
  }

  private static Image reduced(Image image, int longest) {
    Rendering rendering =
        new Rendering(new float[Image.CHANNELS], null, Interpolation.BILINEAR, Border.REPLICATE);
    rendering.begin(image.bytes(), image.height(), image.width());
    rendering.scale(
        Math.max(1, image.height() * SIDE / longest), Math.max(1, image.width() * SIDE / longest));
    return rendering.image();
  }

  private static BufferedImage picture(Image image, int enlarged) {
    int height = image.height() * enlarged;
    int width = image.width() * enlarged;
    byte[] bytes = image.bytes();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y / enlarged * image.width() + x / enlarged) * Image.CHANNELS;
        int rgb = 0;
        for (int c = 0; c < Image.CHANNELS; c++) {
          rgb = rgb << 8 | (bytes[at + c] & 0xFF);
        }
        picture.setRGB(x, y, rgb);
      }
    }
    return picture;
  }
}
