package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Turns the image about its middle; the size stays. Angles are clockwise as seen.
 *
 * @param min degrees, at least
 * @param max at most; limits are -180 and 180
 */
public record Rotation(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "rotation";

  private static final double LEAST = -180;
  private static final double GREATEST = 180;
  private static final List<String> DRAWN = List.of("degrees");

  /** Checks the limits. */
  public Rotation {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default -15) and {@code max} (15); problems are left there. */
  public static Rotation read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(-15, 15), LEAST, GREATEST);
    return new Rotation(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Degrees clockwise. */
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
    double radians = Math.toRadians(values[at]);
    // StrictMath: the same bits on every machine.
    double cos = StrictMath.cos(radians);
    double sin = StrictMath.sin(radians);
    rendering.affine(cos, sin, 0, -sin, cos, 0);
  }
}
