package org.polyak.augment.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.cli.RecipeOptions;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.error.PolyakException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Where the policy of a command comes from: a preset, a file, or an experiment's recipe. */
final class PolicySource {

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "NAME|FILE",
      description = {
        "a named policy: ${COMPLETION-CANDIDATES};",
        "or a YAML file with a policy alone, or with a recipe"
      },
      completionCandidates = PolicyNames.class)
  private String policy;

  @ArgGroup(exclusive = false)
  private RecipeOptions recipe;

  /**
   * A policy, and the seed if its file says one.
   *
   * @param seed null if it does not
   */
  record Chosen(AugmentationPolicy policy, Long seed) {}

  /**
   * Reads it.
   *
   * @return empty if only the resolved recipe was to be printed
   * @throws PolyakException if there is no such policy, or anything in the file is wrong
   */
  Optional<Chosen> read(Configuration hadoop) throws IOException {
    if (recipe != null) {
      Recipe read = recipe.load();
      return recipe.printed(read) ? Optional.empty() : Optional.of(ofRecipe(read));
    }
    if (!isFile(policy)) {
      return Optional.of(new Chosen(AugmentationPolicy.preset(policy), null));
    }
    Path file = new Path(policy);
    FileSystem fs = file.getFileSystem(hadoop);
    if (!fs.exists(file) || fs.getFileStatus(file).isDirectory()) {
      throw PolyakException.usage("--policy %s: no such file", policy);
    }
    return Optional.of(ofFile(fs, file));
  }

  /** Presets have names without dots and slashes. */
  private static boolean isFile(String policy) {
    return policy.contains("/") || policy.contains(".");
  }

  private Chosen ofFile(FileSystem fs, Path file) throws IOException {
    String text;
    try (FSDataInputStream in = fs.open(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    Recipe read = Recipe.parse(policy, text, List.of());
    if (read.root().has(AugmentationPolicy.SECTION)) {
      return ofRecipe(RecipeOptions.load(policy, List.of()));
    }
    AugmentationPolicy alone = AugmentationPolicy.readAlone(read.root());
    read.check();
    return new Chosen(alone, null);
  }

  private static Chosen ofRecipe(Recipe recipe) {
    JsonNode seed = recipe.resolved().path("training").path("seed");
    return new Chosen(
        AugmentationPolicy.read(recipe.root()), seed.isNumber() ? seed.asLong() : null);
  }
}
