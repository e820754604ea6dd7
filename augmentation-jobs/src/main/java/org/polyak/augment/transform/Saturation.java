package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Multiplies the distance of each colour from its grey level: 0 is a grey picture, 1 the picture
 * itself.
 *
 * @param min factor, at least
 * @param max at most; limits are 0 and 10
 */
public record Saturation(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "saturation";

  private static final double LEAST = 0;
  private static final double GREATEST = 10;
  private static final List<String> DRAWN = List.of("factor");

  /** Checks the limits. */
  public Saturation {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default 0.6) and {@code max} (1.4); problems are left there. */
  public static Saturation read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(0.6, 1.4), LEAST, GREATEST);
    return new Saturation(range.min(), range.max());
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
    rendering.saturation(values[at]);
  }
}
