package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Bends the image as a lens does: a position at the distance {@code r} from the middle, in half
 * diagonals, comes from {@code 1 + k1 r^2 + k2 r^4} times that distance. The radial part of Brown,
 * "Decentering distortion of lenses", 1966; above 0 straight lines bulge (barrel), below 0 they
 * cave in (pincushion).
 *
 * @param min k1, at least
 * @param max k1, at most; limits are -0.4 and 4
 * @param min2 k2, at least
 * @param max2 k2, at most; limits are -0.4 and 4
 */
public record Lens(double min, double max, double min2, double max2) implements Transform {

  /** In a recipe. */
  public static final String NAME = "lens";

  private static final double LEAST = -0.4;
  private static final double GREATEST = 4;
  private static final List<String> DRAWN = List.of("k1", "k2");

  /** Checks the limits. */
  public Lens {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
    Uniform.check(NAME, min2, max2, LEAST, GREATEST);
  }

  /**
   * Reads {@code min} (default -0.1), {@code max} (0.2), {@code min2} and {@code max2} (both 0);
   * problems are left in the section.
   */
  public static Lens read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(-0.1, 0.2), LEAST, GREATEST);
    Uniform quartic = Uniform.read(section, "min2", "max2", new Uniform(0, 0), LEAST, GREATEST);
    return new Lens(range.min(), range.max(), quartic.min(), quartic.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The coefficients. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = Uniform.draw(random, min, max);
    values[at + 1] = Uniform.draw(random, min2, max2);
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    rendering.lens(values[at], values[at + 1]);
  }
}
