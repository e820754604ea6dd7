package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;

/**
 * Does all of its parts, one after the other, or none.
 *
 * @param probability of doing them, 0 to 1
 * @param transforms at least one
 */
public record RandomApply(double probability, List<Transform> transforms) implements Composite {

  /** In a recipe. */
  public static final String NAME = "random-apply";

  private static final List<String> OWN = List.of("done");

  /** Checks the probability. */
  public RandomApply {
    transforms = Composite.parts(NAME, transforms);
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "Invalid probability: %s (expected 0 to 1)".formatted(probability));
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> own() {
    return OWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    values[at] = random.nextBoolean(probability) ? 1 : 0;
    for (int i = 0; i < transforms.size(); i++) {
      if (values[at] == 0) {
        leaveOut(i, values, at);
      } else {
        transforms.get(i).draw(random, extent, values, at + offset(i));
      }
    }
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    if (values[at] != 0) {
      for (int i = 0; i < transforms.size(); i++) {
        transforms.get(i).apply(values, at + offset(i), rendering);
      }
    }
  }
}
