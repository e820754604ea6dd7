package org.polyak.pipeline.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.polyak.pipeline.error.PolyakException;

/**
 * One experiment, as read from a YAML file and {@code --set} overrides. Readers take their section
 * from {@link #root}; {@link #check} then reports everything that is wrong at once.
 */
public final class Recipe {

  private final String file;
  private final Set<String> problems;
  private final Section root;

  private Recipe(String file, Set<String> problems, Section root) {
    this.file = file;
    this.problems = problems;
    this.root = root;
  }

  /**
   * Parses a recipe.
   *
   * @param file what messages call it
   * @param text YAML
   * @param overrides assignments such as {@code training.epochs=3}, later ones win
   * @throws PolyakException if the text is not YAML
   */
  public static Recipe parse(String file, String text, List<String> overrides) {
    List<String> duplicates = new ArrayList<>();
    YamlTree.Mapping mapping = YamlTree.parse(file, text, duplicates);
    overrides.forEach(assignment -> YamlTree.override(mapping, assignment));
    Set<String> problems = new LinkedHashSet<>(duplicates);
    return new Recipe(file, problems, Section.root(mapping, problems));
  }

  /** What messages call it. */
  public String file() {
    return file;
  }

  /** The top level. */
  public Section root() {
    return root;
  }

  /**
   * Ends the reading.
   *
   * @throws PolyakException listing every problem and every unknown key, if there are any
   */
  public void check() {
    root.reportUnknownKeys();
    if (!problems.isEmpty()) {
      throw PolyakException.usage(
          "%s: %d problem%s%n  %s",
          file,
          problems.size(),
          problems.size() == 1 ? "" : "s",
          String.join(System.lineSeparator() + "  ", problems));
    }
  }

  /** Everything read, defaults included. */
  public JsonNode resolved() {
    return root.resolved();
  }
}
