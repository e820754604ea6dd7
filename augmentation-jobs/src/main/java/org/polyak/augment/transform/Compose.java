package org.polyak.augment.transform;

import java.util.List;
import org.polyak.augment.geometry.Extent;
import org.polyak.augment.random.RandomStream;
import org.polyak.augment.render.Rendering;

/**
 * Does one transform after the other, as one.
 *
 * @param transforms the first is done first; at least one
 */
public record Compose(List<Transform> transforms) implements Composite {

  /** In a recipe. */
  public static final String NAME = "compose";

  /** Keeps a list that cannot change. */
  public Compose {
    transforms = Composite.parts(NAME, transforms);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> own() {
    return List.of();
  }

  @Override
  public void draw(RandomStream random, Extent extent, double[] values, int at) {
    for (int i = 0; i < transforms.size(); i++) {
      transforms.get(i).draw(random, extent, values, at + offset(i));
    }
  }

  @Override
  public void apply(double[] values, int at, Rendering rendering) {
    for (int i = 0; i < transforms.size(); i++) {
      transforms.get(i).apply(values, at + offset(i), rendering);
    }
  }
}
