package org.polyak.augment.colour;

import java.util.Arrays;
import org.polyak.augment.image.Image;

/** Changes of colour that depend on each value, or on the values of a channel. */
public final class Curves {

  private static final int LEVELS = 256;
  private static final float FULL = 255;

  private Curves() {}

  /** Inverts values from {@code threshold} on. */
  public static void solarize(Image image, double threshold) {
    float[] pixels = image.pixels();
    for (int i = 0; i < image.size(); i++) {
      pixels[i] = pixels[i] < threshold ? pixels[i] : FULL - pixels[i];
    }
  }

  /** Keeps the highest {@code bits} of each value, rounded to a whole one before. */
  public static void posterize(Image image, int bits) {
    int mask = -1 << (Byte.SIZE - bits) & 0xFF;
    float[] pixels = image.pixels();
    for (int i = 0; i < image.size(); i++) {
      pixels[i] = level(pixels[i]) & mask;
    }
  }

  /** Stretches each channel to 0 to 255. */
  public static void autocontrast(Image image) {
    float[] pixels = image.pixels();
    for (int c = 0; c < Image.CHANNELS; c++) {
      float least = FULL;
      float greatest = 0;
      for (int i = c; i < image.size(); i += Image.CHANNELS) {
        least = Math.min(least, pixels[i]);
        greatest = Math.max(greatest, pixels[i]);
      }
      if (greatest > least) {
        float gain = FULL / (greatest - least);
        for (int i = c; i < image.size(); i += Image.CHANNELS) {
          pixels[i] = Math.max(0, Math.min(FULL, (pixels[i] - least) * gain));
        }
      }
    }
  }

  /** Makes each channel's histogram even: Pillow's rule, on values rounded to whole ones. */
  public static void equalize(Image image) {
    float[] pixels = image.pixels();
    int[] counts = new int[LEVELS];
    for (int c = 0; c < Image.CHANNELS; c++) {
      Arrays.fill(counts, 0);
      for (int i = c; i < image.size(); i += Image.CHANNELS) {
        counts[level(pixels[i])]++;
      }
      int last = LEVELS - 1;
      while (counts[last] == 0) {
        last--;
      }
      int step = (image.size() / Image.CHANNELS - counts[last]) / (LEVELS - 1);
      if (step > 0) {
        int below = step / 2;
        for (int level = 0; level < LEVELS; level++) {
          int count = counts[level];
          counts[level] = Math.min(LEVELS - 1, below / step);
          below += count;
        }
        for (int i = c; i < image.size(); i += Image.CHANNELS) {
          pixels[i] = counts[level(pixels[i])];
        }
      }
    }
  }

  private static int level(float value) {
    return Math.max(0, Math.min(LEVELS - 1, Math.round(value)));
  }
}
