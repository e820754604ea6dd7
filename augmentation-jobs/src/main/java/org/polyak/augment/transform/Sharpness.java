package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Moves each value away from that of a smoothed picture, or towards it: 0 is the smoothed one, 1
 * the picture itself, 2 twice as far. Smoothed by Pillow's kernel (1 1 1; 1 5 1; 1 1 1) / 13;
 * pixels of the edge stay.
 *
 * @param min factor, at least
 * @param max at most; limits are 0 and 10
 */
public record Sharpness(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "sharpness";

  private static final double LEAST = 0;
  private static final double GREATEST = 10;
  private static final List<String> DRAWN = List.of("factor");

  /** Checks the limits. */
  public Sharpness {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default 0.5) and {@code max} (1.5); problems are left there. */
  public static Sharpness read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(0.5, 1.5), LEAST, GREATEST);
    return new Sharpness(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The factor. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = Uniform.draw(random, min, max);
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    Smoothing.sharpen(rendering, values[at]);
  }
}
