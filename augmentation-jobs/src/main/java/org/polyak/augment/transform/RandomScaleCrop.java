package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Scales the image so that its short side has a random length, and cuts a square out of it at a
 * random place: He et al., "Deep residual learning for image recognition", 2015, section 3.4, after
 * Simonyan and Zisserman, 2014. The long side keeps the ratio and is rounded down.
 *
 * @param shortest short side at least, in pixels; not less than {@code size}
 * @param longest short side at most, 4096
 * @param size rows and columns of the square
 */
public record RandomScaleCrop(int shortest, int longest, int size) implements Transform {

  /** In a recipe. */
  public static final String NAME = "random-scale-crop";

  private static final int GREATEST = 4096;
  private static final List<String> DRAWN = List.of("side", "row", "column");

  /** Checks the sizes. */
  public RandomScaleCrop {
    if (size < 1 || shortest < size || longest < shortest || longest > GREATEST) {
      throw new IllegalArgumentException(
          "Invalid random-scale-crop: size %d, short side %d to %d (expected 1 <= size <= shortest <="
                  .formatted(size, shortest, longest)
              + " longest <= 4096)");
    }
  }

  /**
   * Reads {@code shortest} (default 256), {@code longest} (480) and {@code size} (224); problems
   * are left in the section.
   */
  public static RandomScaleCrop read(Section section) {
    int size = section.integer("size", 224, 1, GREATEST);
    int shortest = section.integer("shortest", Math.max(256, size), 1, GREATEST);
    int longest = section.integer("longest", Math.max(480, shortest), 1, GREATEST);
    if (shortest < size) {
      section.problem("shortest", "%d is below size, which is %d".formatted(shortest, size));
      return new RandomScaleCrop(size, GREATEST, size);
    }
    if (longest < shortest) {
      section.problem("longest", "%d is below shortest, %d".formatted(longest, shortest));
      return new RandomScaleCrop(shortest, GREATEST, size);
    }
    return new RandomScaleCrop(shortest, longest, size);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The short side, and the top row and left column of the square in the scaled image. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    int side = shortest + random.nextInt(longest - shortest + 1);
    values[at] = side;
    values[at + 1] = random.nextInt(scaled(extent.height(), extent.width(), side) - size + 1);
    values[at + 2] = random.nextInt(scaled(extent.width(), extent.height(), side) - size + 1);
    extent.set(size, size);
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    int side = (int) values[at];
    int height = rendering.height();
    int width = rendering.width();
    rendering.scale(scaled(height, width, side), scaled(width, height, side));
    rendering.window(values[at + 1], values[at + 2], size, size);
  }

  /** What a side becomes when the shorter of the two becomes {@code side}. */
  private static int scaled(int one, int other, int side) {
    return one <= other ? side : (int) ((long) side * one / other);
  }
}
