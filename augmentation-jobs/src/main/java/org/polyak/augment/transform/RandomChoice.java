package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;

/**
 * Does one of its parts, each equally likely.
 *
 * @param transforms at least one
 */
public record RandomChoice(List<Transform> transforms) implements Composite {

  /** In a recipe. */
  public static final String NAME = "random-choice";

  private static final List<String> OWN = List.of("choice");

  /** Keeps a list that cannot change. */
  public RandomChoice {
    transforms = Composite.parts(NAME, transforms);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Which part, from 0. */
  @Override
  public List<String> own() {
    return OWN;
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    int choice = random.nextInt(transforms.size());
    values[at] = choice;
    for (int i = 0; i < transforms.size(); i++) {
      if (i == choice) {
        transforms.get(i).draw(random, extent, values, at + offset(i));
      } else {
        leaveOut(i, values, at);
      }
    }
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    int choice = (int) values[at];
    transforms.get(choice).apply(values, at + offset(choice), rendering);
  }
}
