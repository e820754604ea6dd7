package org.polyak.train.network;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.zoo.Architecture;
import org.polyak.train.network.zoo.Zoo;

/** The networks that a recipe can name. */
public final class Networks {

  private static final SortedMap<String, Function<Section, Architecture>> BY_NAME =
      new TreeMap<>(Zoo.byName());

  private Networks() {}

  /** Names that {@link #create} knows, sorted. */
  public static List<String> names() {
    return List.copyOf(BY_NAME.keySet());
  }

  /**
   * The named network with the options that a recipe gives; problems are left in the section.
   *
   * @throws IllegalArgumentException if the name is unknown
   */
  public static Architecture architecture(String name, Section options) {
    Function<Section, Architecture> reader = BY_NAME.get(name);
    if (reader == null) {
      throw new IllegalArgumentException(
          "Unknown network %s (known: %s)".formatted(name, String.join(", ", names())));
    }
    return reader.apply(options);
  }

  /**
   * The named network with its usual options.
   *
   * @throws IllegalArgumentException if the name is unknown, or the input too small for the network
   */
  public static Network create(String name, Shape input, int classes) {
    Section none = Recipe.parse(name, "", List.of()).root();
    return architecture(name, none).build(name, input, classes);
  }
}
