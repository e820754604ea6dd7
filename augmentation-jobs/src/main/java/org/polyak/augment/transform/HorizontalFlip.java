package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
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
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = random.nextBoolean(probability) ? 1 : 0;
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    if (values[at] != 0) {
      rendering.mirror();
    }
  }
}
