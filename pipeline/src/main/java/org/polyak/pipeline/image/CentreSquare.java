package org.polyak.pipeline.image;

/** The square in the middle of an image: its short side brought to a length, the rest cut off. */
public final class CentreSquare {

  private CentreSquare() {}

  /**
   * The square of {@code side} pixels a side. The long side is rounded half up; of a margin of an
   * odd number of pixels the smaller part is on the left and at the top.
   *
   * @param side at least 1
   */
  public static Raster of(Raster image, int side) {
    int shorter = Math.min(image.width(), image.height());
    int width = scaled(image.width(), side, shorter);
    int height = scaled(image.height(), side, shorter);
    Raster resized = Resize.scaled(image, width, height);
    int left = (width - side) / 2;
    int top = (height - side) / 2;
    byte[] rgb = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      System.arraycopy(resized.rgb(), 3 * ((top + y) * width + left), rgb, 3 * y * side, 3 * side);
    }
    return new Raster(side, side, rgb);
  }

  private static int scaled(int length, int side, int shorter) {
    return Math.toIntExact((2L * length * side + shorter) / (2L * shorter));
  }
}
