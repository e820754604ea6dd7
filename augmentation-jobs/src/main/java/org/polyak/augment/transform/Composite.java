package org.polyak.augment.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.polyak.augment.colour.ColourComponents;

/**
 * A transform made of others. Its drawn numbers are its own and then those of its parts, one after
 * the other; those of a part that is not done are no numbers.
 */
public interface Composite extends Transform {

  /** The parts. */
  List<Transform> transforms();

  /** Names of its own numbers. */
  List<String> own();

  @Override
  default List<String> drawn() {
    List<String> names = new ArrayList<>(own());
    for (Transform part : transforms()) {
      part.drawn().forEach(number -> names.add(part.name() + "." + number));
    }
    return names;
  }

  @Override
  default void check(ColourComponents components) {
    transforms().forEach(part -> part.check(components));
  }

  /** Where a part's numbers begin, after those of the composite's own and of the parts before. */
  default int offset(int part) {
    int offset = own().size();
    for (int i = 0; i < part; i++) {
      offset += transforms().get(i).drawn().size();
    }
    return offset;
  }

  /** Says that a part's numbers are none. */
  default void leaveOut(int part, double[] values, int at) {
    int from = at + offset(part);
    Arrays.fill(values, from, from + transforms().get(part).drawn().size(), Double.NaN);
  }

  /** Refuses to be made of nothing. */
  static List<Transform> parts(String name, List<Transform> transforms) {
    if (transforms.isEmpty()) {
      throw new IllegalArgumentException("Invalid " + name + ": no transforms in it");
    }
    return List.copyOf(transforms);
  }
}
