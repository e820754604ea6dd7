package org.polyak.train.optimizer;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.polyak.pipeline.config.Section;
import org.polyak.train.network.Network;
import org.polyak.train.network.Parameter;

/**
 * Parameters that learn at a rate or with a decay of their own. Of several groups that take a
 * parameter the first counts.
 *
 * @param nodes names of nodes, where * stands for anything
 * @param kinds kinds of parameters; empty for all
 * @param rate factor of the learning rate; 0 keeps parameters as they are
 * @param decay factor of weight decay, L1 and L2
 */
public record ParameterGroup(
    List<String> nodes, List<Parameter.Kind> kinds, double rate, double decay)
    implements Serializable {

  /** Keeps lists that serialise. */
  public ParameterGroup {
    nodes = List.copyOf(nodes);
    kinds = List.copyOf(kinds);
  }

  /** Reads {@code training.optimizer.groups}. */
  public static List<ParameterGroup> read(Section optimizer) {
    if (!optimizer.has("groups")) {
      return List.of();
    }
    return optimizer.list("groups").stream().map(ParameterGroup::readOne).toList();
  }

  private static ParameterGroup readOne(Section section) {
    List<Parameter.Kind> kinds = new ArrayList<>();
    for (String kind : section.texts("kinds", List.of())) {
      Arrays.stream(Parameter.Kind.values())
          .filter(known -> key(known).equals(kind))
          .findFirst()
          .ifPresentOrElse(
              kinds::add,
              () ->
                  section.problem(
                      "kinds",
                      "unknown kind \"%s\" (known: %s)"
                          .formatted(
                              kind,
                              Arrays.stream(Parameter.Kind.values())
                                  .map(ParameterGroup::key)
                                  .collect(Collectors.joining(", ")))));
    }
    return new ParameterGroup(
        section.texts("nodes", List.of("*")),
        kinds,
        section.decimal("rate", 1, 0, 1e6),
        section.decimal("decay", 1, 0, 1e6));
  }

  /** Whether a parameter array belongs here. */
  boolean takes(Network.ParameterSlice slice) {
    Parameter.Kind kind = slice.parameter().kind();
    return (kinds.isEmpty() || kinds.contains(kind))
        && nodes.stream().anyMatch(pattern -> matches(pattern, slice.node().name()));
  }

  private static boolean matches(String pattern, String name) {
    String expression =
        Arrays.stream(pattern.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return Pattern.matches(expression, name);
  }

  private static String key(Parameter.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
