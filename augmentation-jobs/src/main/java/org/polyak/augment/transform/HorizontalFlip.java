package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.image.Canvas;
import org.polyak.augment.image.Image;
import org.polyak.augment.random.RandomStream;
import org.polyak.pipeline.config.Section;

/**
 * Mirrors an image left to right, now and then; Krizhevsky et al., "ImageNet classification with
 * deep convolutional neural networks", 2012, section 4.1. Not for images whose class depends on it,
 * such as digits.
 *
 * @param probability of mirroring, 0 to 1
 */
public record HorizontalFlip(double probability) implements Transform {

  /** In a recipe. */
  public static final String NAME = "horizontal-flip";

  private static final List<String> DRAWN = List.of("flip");

  /** Checks the probability. */
  public HorizontalFlip {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Invalid probability: %s (expected 0 to 1)".formatted(probability));
    }
  }

  /** Reads {@code probability} (default 0.5); problems are left in the section. */
  public static HorizontalFlip read(Section section) {
    return new HorizontalFlip(section.decimal("probability", 0.5, 0, 1));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** 1 to mirror, 0 to leave. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Image image, double[] values) {
    values[0] = random.nextBoolean(probability) ? 1 : 0;
  }

  @Override
  public void apply(double[] values, Canvas canvas) {
    if (values[0] == 0) {
      return;
    }
    Image image = canvas.image();
    float[] pixels = image.pixels();
    int stride = image.width() * Image.CHANNELS;
    for (int start = 0; start < image.size(); start += stride) {
      int left = start;
      int right = start + stride - Image.CHANNELS;
      while (left < right) {
        for (int c = 0; c < Image.CHANNELS; c++) {
          float swapped = pixels[left + c];
          pixels[left + c] = pixels[right + c];
          pixels[right + c] = swapped;
        }
        left += Image.CHANNELS;
        right -= Image.CHANNELS;
      }
    }
  }
}
