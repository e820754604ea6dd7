package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Slants columns: a row moves by its distance from the middle times the tangent of the angle. The
 * size stays. Above 0, what is above the middle goes left, as in Pillow and AutoAugment.
 *
 * @param min degrees, at least
 * @param max at most; limits are -80 and 80
 */
public record ShearX(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "shear-x";

  private static final double LEAST = -80;
  private static final double GREATEST = 80;
  private static final List<String> DRAWN = List.of("degrees");

  /** Checks the limits. */
  public ShearX {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default -10) and {@code max} (10); problems are left there. */
  public static ShearX read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(-10, 10), LEAST, GREATEST);
    return new ShearX(range.min(), range.max());
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
    rendering.affine(1, StrictMath.tan(Math.toRadians(values[at])), 0, 0, 1, 0);
  }
}
