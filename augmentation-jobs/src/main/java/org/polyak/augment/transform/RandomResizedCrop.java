package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Cuts a rectangle of random area, shape and place out and scales it to a square: Szegedy et al.,
 * "Going deeper with convolutions", 2014, section 6. The logarithm of the aspect ratio is drawn
 * evenly. A rectangle that does not fit is drawn again, ten times at most; then it is the largest
 * in the middle whose shape is allowed, as in torchvision.
 *
 * @param size rows and columns of the square, 1 to 4096
 * @param minArea share of the image's area, above 0
 * @param maxArea up to 1
 * @param minAspect width over height
 * @param maxAspect width over height
 */
public record RandomResizedCrop(
    int size, double minArea, double maxArea, double minAspect, double maxAspect)
    implements Transform {

  /** In a recipe. */
  public static final String NAME = "random-resized-crop";

  private static final int ATTEMPTS = 10;
  private static final int GREATEST = 4096;
  private static final List<String> DRAWN = List.of("row", "column", "rows", "columns");

  /** Checks the limits. */
  public RandomResizedCrop {
    if (size < 1 || size > GREATEST) {
      throw new IllegalArgumentException(
          "Invalid size: %d (expected 1 to %d)".formatted(size, GREATEST));
    }
    Uniform.check("area", minArea, maxArea, 1e-4, 1);
    Uniform.check("aspect", minAspect, maxAspect, 0.01, 100);
  }

  /**
   * Reads {@code size} (default 224), {@code minArea} (0.08), {@code maxArea} (1), {@code
   * minAspect} (3/4) and {@code maxAspect} (4/3); problems are left in the section.
   */
  public static RandomResizedCrop read(Section section) {
    int size = section.integer("size", 224, 1, GREATEST);
    Uniform area = Uniform.read(section, "minArea", "maxArea", new Uniform(0.08, 1), 1e-4, 1);
    Uniform aspect =
        Uniform.read(section, "minAspect", "maxAspect", new Uniform(3 / 4.0, 4 / 3.0), 0.01, 100);
    return new RandomResizedCrop(size, area.min(), area.max(), aspect.min(), aspect.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Top row, left column and size of the rectangle. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    int height = extent.height();
    int width = extent.width();
    extent.set(size, size);
    for (int i = 0; i < ATTEMPTS; i++) {
      double area = Uniform.draw(random, minArea, maxArea) * height * width;
      double aspect =
          StrictMath.exp(
              Uniform.draw(random, StrictMath.log(minAspect), StrictMath.log(maxAspect)));
      int columns = (int) Math.rint(Math.sqrt(area * aspect));
      int rows = (int) Math.rint(Math.sqrt(area / aspect));
      if (columns >= 1 && columns <= width && rows >= 1 && rows <= height) {
        put(
            values,
            at,
            random.nextInt(height - rows + 1),
            random.nextInt(width - columns + 1),
            rows);
        values[at + 3] = columns;
        return;
      }
    }
    double ratio = Math.max(minAspect, Math.min(maxAspect, width / (double) height));
    int columns = Math.max(1, (int) Math.min(width, Math.rint(height * ratio)));
    int rows = Math.max(1, (int) Math.min(height, Math.rint(width / ratio)));
    put(values, at, Math.floorDiv(height - rows, 2), Math.floorDiv(width - columns, 2), rows);
    values[at + 3] = columns;
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    rendering.window(values[at], values[at + 1], (int) values[at + 2], (int) values[at + 3]);
    rendering.scale(size, size);
  }

  private static void put(double[] values, int at, int row, int column, int rows) {
    values[at] = row;
    values[at + 1] = column;
    values[at + 2] = rows;
  }
}
