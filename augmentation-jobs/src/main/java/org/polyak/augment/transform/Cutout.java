package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.image.Image;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Replaces a square around a random pixel by the training images' mean, which is 0 after
 * normalisation; what reaches over the edge is lost. DeVries and Taylor, "Improved regularization
 * of convolutional neural networks with cutout", 2017: 16 pixels for CIFAR-10, 8 for CIFAR-100.
 *
 * @param size rows and columns, 1 to 4096
 */
public record Cutout(int size) implements Transform {

  /** In a recipe. */
  public static final String NAME = "cutout";

  private static final List<String> DRAWN = List.of("row", "column");

  /** Checks the parameters. */
  public Cutout {
    Uniform.check("size", size, size, 1, 4096);
  }

  /** Reads {@code size} (default 16); problems are left in the section. */
  public static Cutout read(Section section) {
    return new Cutout(section.integer("size", 16, 1, 4096));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The pixel in the middle; of an even size, the one below and right of it. */
  @Override
  public List<String> drawn() {
    return DRAWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = random.nextInt(extent.height());
    values[at + 1] = random.nextInt(extent.width());
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    Image image = rendering.image();
    int top = (int) values[at] - size / 2;
    int left = (int) values[at + 1] - size / 2;
    for (int row = Math.max(0, top); row < Math.min(image.height(), top + size); row++) {
      for (int column = Math.max(0, left);
          column < Math.min(image.width(), left + size);
          column++) {
        int out = (row * image.width() + column) * Image.CHANNELS;
        for (int c = 0; c < Image.CHANNELS; c++) {
          image.pixels()[out + c] = rendering.fill(c);
        }
      }
    }
  }
}
