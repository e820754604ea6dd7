package org.polyak.augment.policy;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.polyak.augment.transform.HorizontalFlip;
import org.polyak.augment.transform.PadAndCrop;
import org.polyak.augment.transform.Transform;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Section;

/** The transforms by the names that recipes give them. */
final class TransformReaders {

  private final SortedMap<String, Function<Section, Transform>> readers = new TreeMap<>();

  TransformReaders() {
    readers.put(PadAndCrop.NAME, PadAndCrop::read);
    readers.put(HorizontalFlip.NAME, HorizontalFlip::read);
  }

  /** All names. */
  List<String> names() {
    return List.copyOf(readers.keySet());
  }

  /** Reads an entry of a recipe's list; empty if its name is a problem. */
  Optional<Transform> read(Section section) {
    String name = section.text("name", null);
    Function<Section, Transform> reader = name == null ? null : readers.get(name);
    if (reader != null) {
      return Optional.of(reader.apply(section));
    }
    String known = String.join(", ", names());
    section.problem(
        "name",
        name == null
            ? "missing; expected one of " + known
            : "unknown transform \"%s\" (known: %s)%s"
                .formatted(name, known, NearestName.suggestion(name, names())));
    // Its other keys may well be right: nothing can be said of them before the name is.
    section.keys().forEach(key -> section.text(key, null));
    return Optional.empty();
  }
}
