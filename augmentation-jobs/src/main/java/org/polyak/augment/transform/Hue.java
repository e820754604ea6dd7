package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Turns all colours about the axis of greys, in the plane of chroma of YIQ: the grey level stays
 * what it is, and 360 degrees are none. (Other libraries turn the hue of HSV, which is no matrix
 * and changes the grey level.)
 *
 * @param min degrees, at least
 * @param max at most; limits are -360 and 360
 */
public record Hue(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "hue";

  private static final double LEAST = -360;
  private static final double GREATEST = 360;
  private static final List<String> DRAWN = List.of("degrees");

  /** Checks the limits. */
  public Hue {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default -18) and {@code max} (18); problems are left there. */
  public static Hue read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(-18, 18), LEAST, GREATEST);
    return new Hue(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Degrees. */
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
    rendering.hue(Math.toRadians(values[at]));
  }
}
