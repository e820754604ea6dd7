package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.image.Image;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;
import org.polyak.pipeline.config.Section;

/**
 * Adds a number from the normal distribution to each value.
 *
 * @param deviation on the scale of bytes, 0 to 255
 */
public record GaussianNoise(double deviation) implements Transform {

  /** In a recipe. */
  public static final String NAME = "gaussian-noise";

  /** Checks the parameters. */
  public GaussianNoise {
    Uniform.check("deviation", deviation, deviation, 0, 255);
  }

  /** Reads {@code deviation} (default 8); problems are left in the section. */
  public static GaussianNoise read(Section section) {
    return new GaussianNoise(section.decimal("deviation", 8, 0, 255));
  }

  @Override
  public String name() {
    return NAME;
  }

  /** What the numbers of all values are drawn from. */
  @Override
  public List<String> drawn() {
    return List.of("noise");
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = random.nextInt();
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    Image image = rendering.image();
    RandomStream noise = RandomStream.of((long) values[at], 0, 0, 0);
    float[] pixels = image.pixels();
    for (int i = 0; i < image.size(); i++) {
      double value = pixels[i] + deviation * noise.nextGaussian();
      pixels[i] = (float) Math.max(0, Math.min(255, value));
    }
  }
}
