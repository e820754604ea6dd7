package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.colour.Curves;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Inverts values from a threshold on, as in Pillow.
 *
 * @param threshold 0 to 256; 256 inverts nothing
 * @param probability of its being done, 0 to 1
 */
public record Solarize(double threshold, double probability) implements Transform {

  /** In a recipe. */
  public static final String NAME = "solarize";

  /** Checks the parameters. */
  public Solarize {
    Uniform.check("threshold", threshold, threshold, 0, 256);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Invalid probability: %s (expected 0 to 1)".formatted(probability));
    }
  }

  /**
   * Reads {@code threshold} (default 128) and {@code probability} (0.5); problems are left in the
   * section.
   */
  public static Solarize read(Section section) {
    return new Solarize(
        section.decimal("threshold", 128, 0, 256), section.decimal("probability", 0.5, 0, 1));
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
      rendering.curve(image -> Curves.solarize(image, threshold));
    }
  }
}
