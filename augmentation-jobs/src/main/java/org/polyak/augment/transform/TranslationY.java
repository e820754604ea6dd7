package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Moves the image down by a share of its height, in whole pixels, so that pixels are copied and not
 * blurred.
 *
 * @param min share of the height, below 0 upwards, at least
 * @param max at most; limits are -1 and 1
 */
public record TranslationY(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "translation-y";

  private static final double LEAST = -1;
  private static final double GREATEST = 1;
  private static final List<String> DRAWN = List.of("down");

  /** Checks the limits. */
  public TranslationY {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default -0.1) and {@code max} (0.1); problems are left there. */
  public static TranslationY read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(-0.1, 0.1), LEAST, GREATEST);
    return new TranslationY(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Pixels downwards. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = Math.rint(extent.height() * Uniform.draw(random, min, max));
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    rendering.window(-values[at], 0, rendering.height(), rendering.width());
  }
}
