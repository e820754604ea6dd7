package org.polyak.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyak.pipeline.config.YamlTree.Mapping;
import org.polyak.pipeline.config.YamlTree.Scalar;
import org.polyak.pipeline.config.YamlTree.Sequence;
import org.polyak.pipeline.config.YamlTree.Value;

/**
 * A mapping of a recipe, read key by key. Every read names its type, range and default; a wrong
 * value becomes a problem of the recipe and the default is returned, so that all problems are found
 * in one go. What was read, defaults included, is the resolved configuration; what nobody read is
 * an unknown key.
 */
public final class Section {

  private final String path;
  private final Mapping mapping;
  private final Set<String> problems;
  private final ObjectNode resolved;
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private final Map<String, List<Section>> lists = new LinkedHashMap<>();

  Section(String path, Mapping mapping, Set<String> problems, ObjectNode resolved) {
    this.path = path;
    this.mapping = mapping;
    this.problems = problems;
    this.resolved = resolved;
  }

  /** Whether the recipe gives this key a value. */
  public boolean has(String key) {
    Value value = mapping.entries().get(key);
    return value != null && !(value instanceof Scalar scalar && scalar.isNull());
  }

  /** A whole number from {@code min} to {@code max}. */
  public int integer(String key, int fallback, int min, int max) {
    return (int) wholeNumber(key, fallback, min, max);
  }

  /** A whole number from {@code min} to {@code max}, of 64 bits. */
  public long wholeNumber(String key, long fallback, long min, long max) {
    Scalar scalar = scalar(key, "a whole number");
    long result = scalar == null ? fallback : whole(key, scalar, fallback, min, max);
    resolved.put(key, result);
    return result;
  }

  /** A list of whole numbers, each from {@code min} to {@code max}. */
  public List<Integer> integers(String key, List<Integer> fallback, int min, int max) {
    List<Integer> result = fallback;
    Value value = mapping.entries().get(key);
    if (value instanceof Sequence sequence) {
      result = new ArrayList<>();
      for (Value item : sequence.items()) {
        if (item instanceof Scalar scalar) {
          result.add((int) whole(key, scalar, min, min, max));
        } else {
          problem(key, "expected a list of whole numbers");
        }
      }
    } else if (has(key)) {
      problem(key, "expected a list of whole numbers such as [1, 2]");
    }
    ArrayNode array = resolved.putArray(key);
    result.forEach(array::add);
    return List.copyOf(result);
  }

  /** A finite number from {@code min} to {@code max}. */
  public double decimal(String key, double fallback, double min, double max) {
    Scalar scalar = scalar(key, "a number");
    double result = scalar == null ? fallback : number(key, scalar, fallback, min, max);
    resolved.put(key, result);
    return result;
  }

  /** A list of finite numbers, each from {@code min} to {@code max}. */
  public List<Double> decimals(String key, List<Double> fallback, double min, double max) {
    List<Double> result = fallback;
    Value value = mapping.entries().get(key);
    if (value instanceof Sequence sequence) {
      result = new ArrayList<>();
      for (Value item : sequence.items()) {
        if (item instanceof Scalar scalar) {
          result.add(number(key, scalar, min, min, max));
        } else {
          problem(key, "expected a list of numbers");
        }
      }
    } else if (has(key)) {
      problem(key, "expected a list of numbers such as [1, 2]");
    }
    ArrayNode array = resolved.putArray(key);
    result.forEach(array::add);
    return List.copyOf(result);
  }

  /** A list of texts. */
  public List<String> texts(String key, List<String> fallback) {
    List<String> result = fallback;
    Value value = mapping.entries().get(key);
    if (value instanceof Sequence sequence) {
      result = new ArrayList<>();
      for (Value item : sequence.items()) {
        if (item instanceof Scalar scalar && !scalar.isNull()) {
          result.add(scalar.text());
        } else {
          problem(key, "expected a list of texts");
        }
      }
    } else if (has(key)) {
      problem(key, "expected a list such as [a, b]");
    }
    ArrayNode array = resolved.putArray(key);
    result.forEach(array::add);
    return List.copyOf(result);
  }

  /** A text; {@code fallback} may be null. */
  public String text(String key, String fallback) {
    Scalar scalar = scalar(key, "a text");
    String result = scalar == null ? fallback : scalar.text();
    resolved.put(key, result);
    return result;
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key, boolean fallback) {
    boolean result = fallback;
    Scalar scalar = scalar(key, "true or false");
    if (scalar != null) {
      switch (scalar.text()) {
        case "true" -> result = true;
        case "false" -> result = false;
        default -> problem(key, "expected true or false, found \"%s\"".formatted(scalar.text()));
      }
    }
    resolved.put(key, result);
    return result;
  }

  /** One of the given words. */
  public String oneOf(String key, String fallback, List<String> words) {
    String result = fallback;
    Scalar scalar = scalar(key, "one of " + String.join(", ", words));
    if (scalar != null) {
      if (words.contains(scalar.text())) {
        result = scalar.text();
      } else {
        problem(
            key,
            "unknown value \"%s\" (known: %s)%s"
                .formatted(
                    scalar.text(),
                    String.join(", ", words),
                    NearestName.suggestion(scalar.text(), words)));
      }
    }
    resolved.put(key, result);
    return result;
  }

  /** The mapping under a key; an empty one if the recipe has none. */
  public Section section(String key) {
    Section known = sections.get(key);
    if (known != null) {
      return known;
    }
    Value value = mapping.entries().get(key);
    Mapping inner;
    if (value instanceof Mapping found) {
      inner = found;
    } else {
      inner = new Mapping(new LinkedHashMap<>(), "default");
      if (has(key)) {
        problem(key, "expected keys and values");
      }
    }
    Section section = new Section(dotted(key), inner, problems, resolved.putObject(key));
    sections.put(key, section);
    return section;
  }

  /** The mappings in the list under a key; none if the recipe has no such list. */
  public List<Section> list(String key) {
    List<Section> known = lists.get(key);
    if (known != null) {
      return known;
    }
    List<Section> result = new ArrayList<>();
    ArrayNode array = resolved.putArray(key);
    Value value = mapping.entries().get(key);
    if (value instanceof Sequence sequence) {
      for (Value item : sequence.items()) {
        String itemPath = dotted(key) + "[" + result.size() + "]";
        if (item instanceof Mapping found) {
          result.add(new Section(itemPath, found, problems, array.addObject()));
        } else {
          problems.add("%s (%s): expected keys and values".formatted(itemPath, item.origin()));
        }
      }
    } else if (has(key)) {
      problem(key, "expected a list");
    }
    lists.put(key, List.copyOf(result));
    return lists.get(key);
  }

  /** Keys that the recipe gives here, in its order. */
  public List<String> keys() {
    return List.copyOf(mapping.entries().keySet());
  }

  /** Takes all keys that nobody has read as known ones, of which nothing can be said. */
  public void skip() {
    for (String key : mapping.entries().keySet()) {
      if (!resolved.has(key)) {
        resolved.putNull(key);
      }
    }
  }

  /** Adds a problem about a key, for rules that a single read cannot express. */
  public void problem(String key, String message) {
    Value value = mapping.entries().get(key);
    String origin = value == null ? "default" : value.origin();
    problems.add("%s (%s): %s".formatted(dotted(key), origin, message));
  }

  /** Everything read so far with its value, defaults included. */
  public JsonNode resolved() {
    return resolved.deepCopy();
  }

  /** Adds a problem for every key that was never read. */
  void reportUnknownKeys() {
    List<String> known = new ArrayList<>();
    resolved.fieldNames().forEachRemaining(known::add);
    for (Map.Entry<String, Value> entry : mapping.entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        problems.add(
            "%s (%s): unknown key%s"
                .formatted(
                    dotted(entry.getKey()),
                    entry.getValue().origin(),
                    NearestName.suggestion(entry.getKey(), known)));
      }
    }
    sections.values().forEach(Section::reportUnknownKeys);
    lists.values().forEach(list -> list.forEach(Section::reportUnknownKeys));
  }

  static Section root(Mapping mapping, Set<String> problems) {
    return new Section("", mapping, problems, JsonNodeFactory.instance.objectNode());
  }

  private Scalar scalar(String key, String expected) {
    Value value = mapping.entries().get(key);
    if (value == null) {
      return null;
    }
    if (value instanceof Scalar scalar) {
      return scalar.isNull() ? null : scalar;
    }
    problem(key, "expected " + expected + ", found " + kind(value));
    return null;
  }

  private static String kind(Value value) {
    return value instanceof Sequence ? "a list" : "keys and values";
  }

  private double number(String key, Scalar scalar, double fallback, double min, double max) {
    double value;
    try {
      value = Double.parseDouble(scalar.text());
    } catch (NumberFormatException e) {
      problem(key, "expected a number, found \"%s\"".formatted(scalar.text()));
      return fallback;
    }
    if (!(value >= min && value <= max)) {
      problem(key, "%s is out of range (expected %s to %s)".formatted(value, min, max));
      return fallback;
    }
    return value;
  }

  private long whole(String key, Scalar scalar, long fallback, long min, long max) {
    long value;
    try {
      value = Long.parseLong(scalar.text().replace("_", ""));
    } catch (NumberFormatException e) {
      problem(key, "expected a whole number, found \"%s\"".formatted(scalar.text()));
      return fallback;
    }
    if (value < min || value > max) {
      problem(key, "%d is out of range (expected %d to %d)".formatted(value, min, max));
      return fallback;
    }
    return value;
  }

  private String dotted(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
