package org.polyak.pipeline.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;
import org.polyak.pipeline.stage.Stage;
import picocli.CommandLine.Option;

/** Options of commands that follow a recipe. */
public final class RecipeOptions {

  @Option(
      names = "--recipe",
      required = true,
      paramLabel = "FILE",
      description = "the experiment, a YAML file")
  private String file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "override a key of the recipe, such as training.epochs=3; may be repeated")
  private final List<String> overrides = new ArrayList<>();

  @Option(names = "--print-config", description = "print the resolved recipe and end")
  private boolean printConfig;

  /** The recipe's file as given. */
  public String file() {
    return file;
  }

  /** The {@code --set} assignments. */
  public List<String> overrides() {
    return List.copyOf(overrides);
  }

  /**
   * Reads the recipe and checks all of it, the parts of other stages too.
   *
   * @throws PolyakException if the file is missing or anything in it is wrong
   */
  public Recipe load() throws IOException {
    return load(file, overrides);
  }

  /**
   * Reads a recipe and checks all of it.
   *
   * @throws PolyakException if the file is missing or anything in it is wrong
   */
  public static Recipe load(String file, List<String> overrides) throws IOException {
    Recipe recipe = Recipe.parse(file, text(file), overrides);
    for (Stage stage : ServiceLoader.load(Stage.class)) {
      stage.readRecipe(recipe.root());
    }
    recipe.check();
    return recipe;
  }

  /** Prints the resolved recipe if that was asked for, and says whether it was. */
  public boolean printed(Recipe recipe) {
    if (printConfig) {
      System.out.println(Json.text(recipe.resolved()));
    }
    return printConfig;
  }

  private static String text(String file) throws IOException {
    Path path = new Path(file);
    FileSystem fs = path.getFileSystem(HadoopSettings.of(Map.of()));
    if (!fs.exists(path) || fs.getFileStatus(path).isDirectory()) {
      throw PolyakException.usage("--recipe %s: no such file", file);
    }
    try (FSDataInputStream in = fs.open(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
