package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.colour.Curves;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Keeps the highest bits of each value and sets the others to 0, as in Pillow; values are rounded
 * to whole ones before.
 *
 * @param bits that are kept, 1 to 8
 * @param probability of its being done, 0 to 1
 */
public record Posterize(int bits, double probability) implements Transform {

  /** In a recipe. */
  public static final String NAME = "posterize";

  /** Checks the parameters. */
  public Posterize {
    Uniform.check("bits", bits, bits, 1, 8);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Invalid probability: %s (expected 0 to 1)".formatted(probability));
    }
  }

  /**
   * Reads {@code bits} (default 4) and {@code probability} (0.5); problems are left in the section.
   */
  public static Posterize read(Section section) {
    return new Posterize(
        section.integer("bits", 4, 1, 8), section.decimal("probability", 0.5, 0, 1));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** 1 if it is done. */
  @Override
  public List<String> drawn() {
    return List.of("done");
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = random.nextBoolean(probability) ? 1 : 0;
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    if (values[at] != 0) {
      rendering.curve(image -> Curves.posterize(image, bits));
    }
  }
}
