package org.polyak.train.network.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.initialization.InitializationConfig;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.zoo.Architecture;

/**
 * The {@code network} part of a recipe.
 *
 * @param name of the network: one of {@link Networks#names}, or what the recipe calls its own
 * @param inputSide rows and columns of its input; 0 for the size of the data set's images
 * @param architecture the network with its options
 * @param initialization first values of its parameters
 * @param resolved the section as JSON, every default filled in: what {@link #parse} makes the same
 *     network of
 */
public record NetworkConfig(
    String name,
    int inputSide,
    Architecture architecture,
    InitializationConfig initialization,
    String resolved)
    implements Serializable {

  /** The network of a recipe that names none. */
  public static final String DEFAULT = "resnet20";

  private static final String HEAD = "head";
  private static final String SOFTMAX = "softmax";
  private static final String HIERARCHICAL = "hierarchical-softmax";
  private static final List<String> HEADS = List.of(SOFTMAX, HIERARCHICAL);

  /** What a network is called that a recipe describes and does not name. */
  private static final String OWN = "custom";

  /** Reads the section; problems are left in it. */
  public static NetworkConfig read(Section section) {
    boolean described = section.has(LayerList.LAYERS);
    String name =
        described ? section.text("name", OWN) : section.oneOf("name", DEFAULT, Networks.names());
    // Only where it is said: it is part of a run's identity.
    int inputSide = section.has("input") ? section.integer("input", 0, 8, 1024) : 0;
    Architecture architecture =
        described ? LayerList.read(section) : Networks.architecture(name, section);
    if (section.has(HEAD) && section.oneOf(HEAD, SOFTMAX, HEADS).equals(HIERARCHICAL)) {
      architecture = new HierarchicalHead(architecture);
    }
    InitializationConfig initialization =
        InitializationConfig.read(section.section("initialization"));
    return new NetworkConfig(
        name, inputSide, architecture, initialization, Json.text(section.resolved()));
  }

  /**
   * Reads what {@link #resolved} gave.
   *
   * @param file what messages call it
   */
  public static NetworkConfig parse(String file, JsonNode resolved) {
    // JSON is YAML.
    Recipe recipe = Recipe.parse(file, "{\"network\": " + Json.text(resolved) + "}", List.of());
    NetworkConfig config = read(recipe.root().section("network"));
    recipe.check();
    return config;
  }

  /** A network with the options that it has when a recipe gives none. */
  public static NetworkConfig named(String name) {
    return parse("network " + name, Json.object().put("name", name));
  }

  /** The section with every default, as a run's folder keeps it. */
  public JsonNode recipe() {
    try {
      return Json.parse("network", resolved.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException if the images are too small for it
   */
  public Network create(Shape input, int classes) {
    return architecture.build(name, input, classes);
  }
}
