package org.polyak.train.network.zoo;

import java.util.List;
import org.polyak.pipeline.config.Recipe;
import org.polyak.train.network.recipe.NetworkConfig;

/** Networks as recipes describe them. */
public final class ZooFixture {

  private ZooFixture() {}

  /** A named network with options such as {@code shortcut: C}. */
  public static NetworkConfig config(String name, String... options) {
    String section = "{name: " + name + (options.length == 0 ? "" : ", ");
    return read("network: " + section + String.join(", ", options) + "}");
  }

  /** The network of a recipe. */
  public static NetworkConfig read(String recipe) {
    Recipe parsed = Recipe.parse("recipe.yaml", recipe, List.of());
    NetworkConfig config = NetworkConfig.read(parsed.root().section("network"));
    parsed.check();
    return config;
  }
}
