package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Cuts a square out of the middle; of an image that is smaller, what the policy's border says
 * stands around it. Half a pixel too many is left at the bottom and on the right.
 *
 * @param size rows and columns, 1 to 4096
 */
public record CentreCrop(int size) implements Transform {

  /** In a recipe. */
  public static final String NAME = "centre-crop";

  private static final int GREATEST = 4096;

  /** Checks the size. */
  public CentreCrop {
    if (size < 1 || size > GREATEST) {
      throw new IllegalArgumentException(
          "Invalid size: %d (expected 1 to %d)".formatted(size, GREATEST));
    }
  }

  /** Reads {@code size} (default 224); problems are left in the section. */
  public static CentreCrop read(Section section) {
    return new CentreCrop(section.integer("size", 224, 1, GREATEST));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> drawn() {
    return List.of();
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    extent.set(size, size);
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    rendering.window(
        Math.floorDiv(rendering.height() - size, 2),
        Math.floorDiv(rendering.width() - size, 2),
        size,
        size);
  }
}
