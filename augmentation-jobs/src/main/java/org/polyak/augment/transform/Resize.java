package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Scales the image so that its short side has a length; the long one keeps the ratio and is rounded
 * down.
 *
 * @param side of the short side, 1 to 4096 pixels
 */
public record Resize(int side) implements Transform {

  /** In a recipe. */
  public static final String NAME = "resize";

  private static final int GREATEST = 4096;

  /** Checks the side. */
  public Resize {
    if (side < 1 || side > GREATEST) {
      throw new IllegalArgumentException(
          "Invalid side: %d (expected 1 to %d)".formatted(side, GREATEST));
    }
  }

  /** Reads {@code side} (default 256); problems are left in the section. */
  public static Resize read(Section section) {
    return new Resize(section.integer("side", 256, 1, GREATEST));
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
    int height = extent.height();
    int width = extent.width();
    extent.set(scaled(height, width), scaled(width, height));
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    int height = rendering.height();
    int width = rendering.width();
    rendering.scale(scaled(height, width), scaled(width, height));
  }

  private int scaled(int one, int other) {
    return one <= other ? side : (int) ((long) side * one / other);
  }
}
