package org.polyak.augment.transform;

import java.util.List;
import java.util.stream.IntStream;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;

/**
 * Does all of its parts in a random order. (Geometry comes before colours in any case, see {@link
 * Rendering}.)
 *
 * @param transforms at least one
 */
public record RandomOrder(List<Transform> transforms) implements Composite {

  /** In a recipe. */
  public static final String NAME = "random-order";

  /** Keeps a list that cannot change. */
  public RandomOrder {
    transforms = Composite.parts(NAME, transforms);
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Which part is done first, second and so on. */
  @Override
  public List<String> own() {
    return IntStream.rangeClosed(1, transforms.size()).mapToObj(i -> "part" + i).toList();
  }

  /** The order is drawn as Fisher and Yates shuffle. */
  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    for (int i = 0; i < transforms.size(); i++) {
      values[at + i] = i;
    }
    for (int i = transforms.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      double held = values[at + i];
      values[at + i] = values[at + other];
      values[at + other] = held;
    }
    for (int i = 0; i < transforms.size(); i++) {
      int part = (int) values[at + i];
      transforms.get(part).draw(random, extent, values, at + offset(part));
    }
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    for (int i = 0; i < transforms.size(); i++) {
      int part = (int) values[at + i];
      transforms.get(part).apply(values, at + offset(part), rendering);
    }
  }
}
