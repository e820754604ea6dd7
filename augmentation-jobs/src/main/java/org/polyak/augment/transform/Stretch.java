package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Changes the aspect ratio about the middle and keeps size and area: the picture becomes wider by
 * the square root of the ratio and lower by the same. The logarithm of the ratio is drawn evenly.
 *
 * @param min aspect ratio, at least
 * @param max at most; limits are 0.1 and 10
 */
public record Stretch(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "stretch";

  private static final double LEAST = 0.1;
  private static final double GREATEST = 10;
  private static final List<String> DRAWN = List.of("aspect");

  /** Checks the limits. */
  public Stretch {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default 0.8) and {@code max} (1.25); problems are left there. */
  public static Stretch read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(0.8, 1.25), LEAST, GREATEST);
    return new Stretch(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Width over height, of what was a square. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = StrictMath.exp(Uniform.draw(random, StrictMath.log(min), StrictMath.log(max)));
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    double wider = Math.sqrt(values[at]);
    rendering.affine(1 / wider, 0, 0, 0, wider, 0);
  }
}
