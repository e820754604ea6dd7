package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.image.Image;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Replaces a rectangle of random area, shape and place by the training images' mean. Zhong et al.,
 * "Random erasing data augmentation", 2017; the aspect ratio's logarithm is drawn evenly. A
 * rectangle that does not fit is drawn again, ten times at most, and then left out.
 *
 * @param probability of its being done, 0 to 1
 * @param minArea share of the image's area, above 0
 * @param maxArea up to 1
 * @param minAspect height over width
 * @param maxAspect height over width
 */
public record RandomErasing(
    double probability, double minArea, double maxArea, double minAspect, double maxAspect)
    implements Transform {

  /** In a recipe. */
  public static final String NAME = "random-erasing";

  private static final int ATTEMPTS = 10;
  private static final List<String> DRAWN = List.of("row", "column", "rows", "columns");

  /** Checks the parameters. */
  public RandomErasing {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Invalid probability: %s (expected 0 to 1)".formatted(probability));
    }
    Uniform.check("area", minArea, maxArea, 1e-4, 1);
    Uniform.check("aspect", minAspect, maxAspect, 0.01, 100);
  }

  /**
   * Reads {@code probability} (default 0.5), {@code minArea} (0.02), {@code maxArea} (0.4), {@code
   * minAspect} (0.3) and {@code maxAspect} (3.3); problems are left in the section.
   */
  public static RandomErasing read(Section section) {
    double probability = section.decimal("probability", 0.5, 0, 1);
    Uniform area = Uniform.read(section, "minArea", "maxArea", new Uniform(0.02, 0.4), 1e-4, 1);
    Uniform aspect =
        Uniform.read(section, "minAspect", "maxAspect", new Uniform(0.3, 3.3), 0.01, 100);
    return new RandomErasing(probability, area.min(), area.max(), aspect.min(), aspect.max());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The rectangle; of no rows if there is none. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = 0;
    values[at + 1] = 0;
    values[at + 2] = 0;
    values[at + 3] = 0;
    int height = extent.height();
    int width = extent.width();
    boolean done = !random.nextBoolean(probability);
    for (int i = 0; i < ATTEMPTS && !done; i++) {
      double area = Uniform.draw(random, minArea, maxArea) * height * width;
      double aspect =
          StrictMath.exp(
              Uniform.draw(random, StrictMath.log(minAspect), StrictMath.log(maxAspect)));
      int rows = (int) Math.rint(Math.sqrt(area * aspect));
      int columns = (int) Math.rint(Math.sqrt(area / aspect));
      done = rows >= 1 && rows < height && columns >= 1 && columns < width;
      if (done) {
        values[at] = random.nextInt(height - rows + 1);
        values[at + 1] = random.nextInt(width - columns + 1);
        values[at + 2] = rows;
        values[at + 3] = columns;
      }
    }
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    if (values[at + 2] == 0) {
      return;
    }
    Image image = rendering.image();
    for (int row = 0; row < values[at + 2]; row++) {
      for (int column = 0; column < values[at + 3]; column++) {
        int y = (int) values[at] + row;
        int x = (int) values[at + 1] + column;
        for (int c = 0; c < Image.CHANNELS; c++) {
          image.pixels()[(y * image.width() + x) * Image.CHANNELS + c] = rendering.fill(c);
        }
      }
    }
  }
}
