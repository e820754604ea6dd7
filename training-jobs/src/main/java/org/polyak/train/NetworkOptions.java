package org.polyak.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.NearestName;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.train.network.Network;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.network.recipe.NetworkConfig;
import picocli.CommandLine.Option;

/** Options of commands that look at a network, named or of a recipe, without data. */
final class NetworkOptions {

  @Option(names = "--recipe", paramLabel = "FILE", description = "the network of this recipe")
  private String recipe;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "an option of the network, such as network.shortcut=C; may be repeated")
  private final List<String> overrides = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "SIDE|HxW",
      description = "rows and columns of an image; default: those that the network was made for")
  private String input;

  @Option(
      names = "--classes",
      paramLabel = "N",
      description = "number of classes; default: as many as the network was made for")
  private Integer classes;

  /** Whether there is a recipe. */
  boolean hasRecipe() {
    return recipe != null;
  }

  /**
   * Reads the recipe, or what {@code --set} says of a named network.
   *
   * @param name null if there is a recipe
   * @param reader of the recipe's root
   * @throws PolyakException if anything is wrong
   */
  <T> T read(String name, Function<Section, T> reader) throws IOException {
    if (recipe != null) {
      if (name != null) {
        throw PolyakException.usage("a name and --recipe: expected one of them");
      }
      return reader.apply(RecipeOptions.load(recipe, overrides).root());
    }
    if (!Networks.names().contains(name)) {
      throw PolyakException.usage(
          "unknown network \"%s\"%s; polyak network lists all",
          name, NearestName.suggestion(name, Networks.names()));
    }
    Recipe named = Recipe.parse("network " + name, "network: {name: " + name + "}", overrides);
    T result = reader.apply(named.root());
    named.check();
    return result;
  }

  /**
   * The network for the input and the classes that are asked for, or those that it was made for.
   *
   * @throws PolyakException if it does not take them
   */
  Network network(NetworkConfig config) {
    Shape shape = shape(config);
    int outputs = classes == null ? config.architecture().purpose().classes() : classes;
    if (outputs < 1) {
      throw PolyakException.usage("--classes %d: expected 1 or more", outputs);
    }
    try {
      return config.create(shape, outputs);
    } catch (IllegalArgumentException e) {
      throw PolyakException.usage(
          "%s does not take images of %s: %s", config.name(), shape, e.getMessage());
    }
  }

  private Shape shape(NetworkConfig config) {
    Shape usual = config.architecture().purpose().input();
    if (input == null) {
      int side = config.inputSide();
      return side == 0 ? usual : new Shape(side, side, usual.channels());
    }
    String[] sides = input.split("x", -1);
    try {
      int height = Integer.parseInt(sides[0]);
      int width = sides.length == 1 ? height : Integer.parseInt(sides[1]);
      int channels = sides.length > 2 ? Integer.parseInt(sides[2]) : usual.channels();
      if (sides.length <= 3 && height > 0 && width > 0 && channels > 0) {
        return new Shape(height, width, channels);
      }
    } catch (NumberFormatException e) {
      // Told below, with the other ways to be wrong.
    }
    throw PolyakException.usage(
        "--input %s: expected a side, or rows x columns such as 224x224, or with channels 32x32x1",
        input);
  }
}
