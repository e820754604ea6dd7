package org.polyak.augment.render;

import java.util.Arrays;
import org.polyak.augment.geometry.Border;
import org.polyak.augment.geometry.Interpolation;
import org.polyak.augment.image.Image;

/** Renderings of small images for tests. */
public final class Renderings {

  private Renderings() {}

  /** What stands where an image has no pixel. */
  public static float[] fill() {
    return new float[] {125.3f, 123, 113.9f};
  }

  /** Bilinear, the mean around the image. */
  public static Rendering of(byte[] rgb, int height, int width) {
    return of(rgb, height, width, Interpolation.BILINEAR, Border.MEAN);
  }

  /** As asked for. */
  public static Rendering of(
      byte[] rgb, int height, int width, Interpolation interpolation, Border border) {
    Rendering rendering = new Rendering(fill(), null, interpolation, border);
    rendering.begin(rgb, height, width);
    return rendering;
  }

  /** Bytes 0, 1, 2, ... */
  public static byte[] counting(int height, int width) {
    byte[] rgb = new byte[height * width * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    return rgb;
  }

  /** The values as they are now. */
  public static float[] pixels(Rendering rendering) {
    Image image = rendering.image();
    return Arrays.copyOf(image.pixels(), image.size());
  }
}
