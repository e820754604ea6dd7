package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Bends the image as a lens does: a position at the distance {@code r} from the middle, in half
 * diagonals, comes from {@code 1 + k r^2} times that distance. The radial part of Brown,
 * "Decentering distortion of lenses", 1966, with its first coefficient; above 0 straight lines
 * bulge (barrel), below 0 they cave in (pincushion).
 *
 * @param min coefficient k, at least
 * @param max at most; limits are -0.9 and 4
 */
public record Lens(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "lens";

  private static final double LEAST = -0.9;
  private static final double GREATEST = 4;
  private static final List<String> DRAWN = List.of("k");

  /** Checks the limits. */
  public Lens {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default -0.1) and {@code max} (0.2); problems are left there. */
  public static Lens read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(-0.1, 0.2), LEAST, GREATEST);
    return new Lens(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The coefficient. */
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
    rendering.lens(values[at], 0);
  }
}
