package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Makes the negative: 255 minus each value.
 *
 * @param probability of its being done, 0 to 1
 */
public record Invert(double probability) implements Transform {

  /** In a recipe. */
  public static final String NAME = "invert";

  /** Checks the parameters. */
  public Invert {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Invalid probability: %s (expected 0 to 1)".formatted(probability));
    }
  }

  /** Reads {@code probability} (default 0.5); problems are left in the section. */
  public static Invert read(Section section) {
    return new Invert(section.decimal("probability", 0.5, 0, 1));
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
      rendering.diagonal(-1, -1, -1, 255, 255, 255);
    }
  }
}
