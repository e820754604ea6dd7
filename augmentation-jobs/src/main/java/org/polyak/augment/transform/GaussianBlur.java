package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Blurs by a Gaussian, cut at three deviations; the picture is mirrored at its edges.
 *
 * @param min deviation in pixels, at least
 * @param max at most; limits are 0 and 20
 */
public record GaussianBlur(double min, double max) implements Transform {

  /** In a recipe. */
  public static final String NAME = "gaussian-blur";

  private static final double LEAST = 0;
  private static final double GREATEST = 20;
  private static final List<String> DRAWN = List.of("sigma");

  /** Checks the limits. */
  public GaussianBlur {
    Uniform.check(NAME, min, max, LEAST, GREATEST);
  }

  /** Reads {@code min} (default 0.1) and {@code max} (2); problems are left there. */
  public static GaussianBlur read(Section section) {
    Uniform range = Uniform.read(section, new Uniform(0.1, 2), LEAST, GREATEST);
    return new GaussianBlur(range.min(), range.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The deviation in pixels; 0 leaves the picture. */
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
    Smoothing.gaussian(rendering, values[at]);
  }
}
