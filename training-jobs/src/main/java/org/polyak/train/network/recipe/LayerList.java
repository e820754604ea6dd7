package org.polyak.train.network.recipe;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.Node;
import org.polyak.train.network.layer.Add;
import org.polyak.train.network.layer.Concat;
import org.polyak.train.network.layer.Convolution;
import org.polyak.train.network.layer.Dense;
import org.polyak.train.network.layer.Layer;
import org.polyak.train.network.layer.Scale;

/**
 * Reads {@code network.layers}. An item is a layer, with {@code type} and its figures, or a block,
 * with {@code layers} of its own; both may have a {@code name} and be repeated. What an item reads
 * is the item before it, or what {@code inputs} names: items of its own block or of those around
 * it, {@value Network#INPUT} for the image, {@value #PREVIOUS} for the item before, {@value
 * #BEFORE} for what the block reads.
 */
final class LayerList {

  static final String LAYERS = "layers";
  static final String PREVIOUS = "previous";
  static final String BEFORE = "before";

  private static final String NAME = "[A-Za-z0-9_.-]+";
  private static final int MOST_NODES = 10_000;

  private final LayerReaders readers = new LayerReaders();
  private final List<DescribedNetwork.Item> items = new ArrayList<>();
  private String last = Network.INPUT;

  private LayerList() {}

  /** Reads the list of a section; problems are left in it. */
  static DescribedNetwork read(Section network) {
    LayerList list = new LayerList();
    List<Section> sections = network.list(LAYERS);
    if (sections.isEmpty()) {
      network.problem(LAYERS, "expected a list of layers, found none");
    }
    list.read(sections, new Scope("", null, Network.INPUT));
    return new DescribedNetwork(list.items);
  }

  /** What items of a block can name. */
  private static final class Scope {
    private final String prefix;
    private final Scope around;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, Integer> unnamed = new HashMap<>();

    Scope(String prefix, Scope around, String before) {
      this.prefix = prefix;
      this.around = around;
      names.put(Network.INPUT, Network.INPUT);
      names.put(BEFORE, before);
    }

    Optional<String> find(String name) {
      if (names.containsKey(name)) {
        return Optional.of(names.get(name));
      }
      return around == null ? Optional.empty() : around.find(name);
    }

    List<String> all() {
      List<String> all = new ArrayList<>(names.keySet());
      all.add(PREVIOUS);
      if (around != null) {
        all.addAll(around.all());
      }
      return all;
    }

    /** A name for what the recipe does not name: the type and a number. */
    String unnamed(String type) {
      return type + unnamed.merge(type, 1, Integer::sum);
    }
  }

  private void read(List<Section> sections, Scope scope) {
    for (Section section : sections) {
      int repeat = section.has("repeat") ? section.integer("repeat", 1, 1, 1_000) : 1;
      if (section.has(LAYERS)) {
        block(section, scope, repeat);
      } else {
        layers(section, scope, repeat);
      }
      if (items.size() > MOST_NODES) {
        section.problem("repeat", "more than %,d layers in all".formatted(MOST_NODES));
        return;
      }
    }
  }

  private void block(Section section, Scope scope, int repeat) {
    List<Section> layers = section.list(LAYERS);
    String name = name(section, scope, "block");
    if (layers.isEmpty()) {
      section.problem(LAYERS, "expected a list of layers, found none");
    }
    for (int i = 1; i <= repeat && items.size() <= MOST_NODES; i++) {
      String prefix = scope.prefix + name + number(i, repeat) + "/";
      read(layers, new Scope(prefix, scope, last));
    }
    scope.names.put(name, last);
  }

  private void layers(Section section, Scope scope, int repeat) {
    Optional<Layer> layer = readers.read(section);
    String name = name(section, scope, String.valueOf(section.text("type", "layer")));
    for (int i = 1; i <= repeat; i++) {
      List<String> inputs = inputs(section, scope, layer.orElse(null));
      String full = scope.prefix + name + number(i, repeat);
      layer.ifPresent(
          known ->
              items.add(
                  new DescribedNetwork.Item(
                      new Node(full, known, inputs), isPerClass(section, known))));
      last = full;
    }
    scope.names.put(name, last);
  }

  /** What tells repetitions apart. */
  private static String number(int i, int repeat) {
    return repeat > 1 ? "-" + i : "";
  }

  private static boolean isPerClass(Section section, Layer layer) {
    return (layer instanceof Dense && !section.has("units"))
        || (layer instanceof Convolution && !section.has("filters"));
  }

  private String name(Section section, Scope scope, String type) {
    if (!section.has("name")) {
      return scope.unnamed(type);
    }
    String name = section.text("name", "");
    if (!name.matches(NAME) || name.equals(PREVIOUS)) {
      section.problem("name", "expected letters, digits and . _ -, and not \"%s\"".formatted(name));
    } else if (scope.names.containsKey(name)) {
      section.problem("name", "another layer here is named \"%s\"".formatted(name));
    }
    return name;
  }

  private List<String> inputs(Section section, Scope scope, Layer layer) {
    List<String> named =
        section.has("inputs") ? section.texts("inputs", List.of()) : List.of(PREVIOUS);
    boolean several = layer instanceof Add || layer instanceof Concat || layer instanceof Scale;
    if (several && named.size() < 2) {
      section.problem("inputs", "expected the names of two or more inputs");
    } else if (layer != null && !several && named.size() != 1) {
      section.problem("inputs", "expected the name of one input");
    }
    List<String> inputs = new ArrayList<>();
    for (String name : named) {
      Optional<String> found = name.equals(PREVIOUS) ? Optional.of(last) : scope.find(name);
      if (found.isEmpty()) {
        section.problem(
            "inputs",
            "no layer \"%s\" before this one%s"
                .formatted(name, NearestName.suggestion(name, scope.all())));
      }
      inputs.add(found.orElse(Network.INPUT));
    }
    return inputs;
  }
}
