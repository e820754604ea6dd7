package org.polyak.pipeline.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.polyak.pipeline.error.PolyakException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** YAML as a tree whose every value knows where it was written. */
final class YamlTree {

  /** A value and its origin, such as {@code line 7} or {@code --set}. */
  sealed interface Value {
    String origin();
  }

  /** A scalar: its text and, for {@code null} or an empty value, the fact that it is absent. */
  record Scalar(String text, boolean isNull, boolean quoted, String origin) implements Value {}

  record Sequence(List<Value> items, String origin) implements Value {}

  record Mapping(Map<String, Value> entries, String origin) implements Value {}

  private final String file;
  private final List<String> problems;

  /** What is being read, from the top down: an alias may point to what holds it. */
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlTree(String file, List<String> problems) {
    this.file = file;
    this.problems = problems;
  }

  /**
   * Parses a document whose top level is a mapping.
   *
   * @param problems receives keys that are written twice
   * @throws PolyakException if the text is not YAML or not a mapping
   */
  static Mapping parse(String file, String text, List<String> problems) {
    Node node;
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(20);
      node = new Yaml(options).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      throw PolyakException.usage(
          "%s: not valid YAML (line %d, column %d): %s",
          file,
          e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1,
          e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1,
          e.getProblem());
    } catch (YAMLException e) {
      // Characters that no YAML text may hold; there is no mark.
      throw PolyakException.usage(
          "%s: not valid YAML: %s", file, e.getMessage().lines().findFirst().orElse(""));
    }
    if (node == null) {
      return new Mapping(new LinkedHashMap<>(), "line 1");
    }
    if (!(node instanceof MappingNode mapping)) {
      throw PolyakException.usage("%s: expected keys and values at the top level", file);
    }
    return new YamlTree(file, problems).mapping(mapping, "");
  }

  /** Puts {@code value}, parsed as YAML, at a dotted path; what stood there is replaced. */
  static void override(Mapping root, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw PolyakException.usage("--set %s: expected key.subkey=value", assignment);
    }
    String origin = "--set " + assignment;
    String[] path = assignment.substring(0, equals).trim().split("\\.", -1);
    Mapping at = root;
    for (int i = 0; i < path.length - 1; i++) {
      Value next = at.entries().get(path[i]);
      if (!(next instanceof Mapping)) {
        next = new Mapping(new LinkedHashMap<>(), origin);
        at.entries().put(path[i], next);
      }
      at = (Mapping) next;
    }
    List<String> problems = new ArrayList<>();
    Mapping parsed = parse("--set", "value: " + assignment.substring(equals + 1), problems);
    at.entries().put(path[path.length - 1], relocate(parsed.entries().get("value"), origin));
  }

  private static Value relocate(Value value, String origin) {
    if (value instanceof Scalar s) {
      return new Scalar(s.text(), s.isNull(), s.quoted(), origin);
    }
    if (value instanceof Sequence s) {
      return new Sequence(s.items().stream().map(v -> relocate(v, origin)).toList(), origin);
    }
    Map<String, Value> entries = new LinkedHashMap<>();
    ((Mapping) value).entries().forEach((k, v) -> entries.put(k, relocate(v, origin)));
    return new Mapping(entries, origin);
  }

  private Value value(Node node, String path) {
    if (!open.add(node)) {
      throw PolyakException.usage("%s: %s (%s) contains itself", file, path, origin(node));
    }
    try {
      return content(node, path);
    } finally {
      open.remove(node);
    }
  }

  private Value content(Node node, String path) {
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, path + ".");
    }
    if (node instanceof SequenceNode sequence) {
      List<Value> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        items.add(value(item, path + "[" + items.size() + "]"));
      }
      return new Sequence(items, origin(node));
    }
    ScalarNode scalar = (ScalarNode) node;
    return new Scalar(
        scalar.getValue(), scalar.getTag().equals(Tag.NULL), !scalar.isPlain(), origin(node));
  }

  private Mapping mapping(MappingNode node, String prefix) {
    Map<String, Value> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw PolyakException.usage(
            "%s: expected a plain key (%s)", file, origin(tuple.getKeyNode()));
      }
      String path = prefix + key.getValue();
      if (entries.put(key.getValue(), value(tuple.getValueNode(), path)) != null) {
        problems.add("%s (%s): written twice".formatted(path, origin(key)));
      }
    }
    return new Mapping(entries, origin(node));
  }

  private static String origin(Node node) {
    return "line " + (node.getStartMark().getLine() + 1);
  }
}
