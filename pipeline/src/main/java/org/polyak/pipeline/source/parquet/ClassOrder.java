package org.polyak.pipeline.source.parquet;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.source.Classes;

/** Puts class keys in label order. */
interface ClassOrder {

  /**
   * The classes.
   *
   * @param keys that occur
   */
  Classes of(Collection<String> keys);

  /** Labels are positions in a list of names. */
  static ClassOrder named(List<String> names) {
    List<String> keys = IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
    return found -> new Classes(keys, names);
  }

  /** Labels are numbers without names. */
  static ClassOrder numbered() {
    return found -> {
      List<String> keys = found.stream().sorted(Comparator.comparing(Long::valueOf)).toList();
      return new Classes(keys, keys);
    };
  }

  /** Labels are text. */
  static ClassOrder text() {
    return Classes::sorted;
  }

  /**
   * Labels are those of a data set.
   *
   * @param input for messages
   * @param names as the data set's description has them; empty if it is not there
   */
  static ClassOrder dataset(Path input, List<String> names) {
    return found -> {
      List<String> keys =
          names.isEmpty()
              ? found.stream().sorted(Comparator.comparing(ClassOrder::label)).toList()
              : IntStream.range(0, names.size())
                  .mapToObj(label -> DatasetColumns.classKey(label, names.get(label)))
                  .toList();
      Set<String> labels = new HashSet<>();
      for (String key : names.isEmpty() ? keys : found) {
        boolean known = names.isEmpty() ? labels.add(label(key).toString()) : keys.contains(key);
        if (!known) {
          throw PolyakException.data(
              "--input %s: label %s is called '%s' in its rows (expected %s)",
              input,
              label(key),
              name(key),
              names.isEmpty() ? "one name for a label" : "one of the classes in its description");
        }
      }
      return new Classes(keys, keys.stream().map(ClassOrder::name).toList());
    };
  }

  private static Integer label(String key) {
    return Integer.valueOf(key.substring(0, key.indexOf(' ')));
  }

  private static String name(String key) {
    return key.substring(key.indexOf(' ') + 1);
  }
}
