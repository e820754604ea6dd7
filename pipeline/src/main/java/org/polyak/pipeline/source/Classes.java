package org.polyak.pipeline.source;

import java.io.Serializable;
import java.util.Collection;
import java.util.List;

/**
 * The classes of a collection in label order.
 *
 * @param keys what images carry, such as a folder's name or a number
 * @param names what people read, at the same positions
 */
public record Classes(List<String> keys, List<String> names) implements Serializable {

  /** Keeps lists that serialise. */
  public Classes {
    keys = List.copyOf(keys);
    names = List.copyOf(names);
    if (keys.size() != names.size()) {
      throw new IllegalArgumentException(
          "Invalid classes: %d keys and %d names".formatted(keys.size(), names.size()));
    }
  }

  /** Classes that are called by their keys, in the order of the keys' UTF-16 units. */
  public static Classes sorted(Collection<String> keys) {
    List<String> order = keys.stream().sorted().toList();
    return new Classes(order, order);
  }
}
