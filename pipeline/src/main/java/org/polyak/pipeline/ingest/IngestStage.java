package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.polyak.pipeline.config.Section;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.RunPlan;
import org.polyak.pipeline.stage.Stage;

/** The first stage of a run; its part of a recipe is {@code data}. */
public final class IngestStage implements Stage {

  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public int order() {
    return 10;
  }

  @Override
  public Object command() {
    return new IngestCommand();
  }

  @Override
  public void readRecipe(Section root) {
    Section data = root.section("data");
    data.oneOf("format", Formats.AUTO, Formats.names());
    data.text("input", null);
    data.text("metadata", null);
    data.oneOf("labels", null, List.of("fine", "coarse"));
    data.oneOf("split", Split.TRAIN.key(), Split.keys());
    data.integer("pad", 0, 0, 64);
    data.text("image-column", null);
    data.text("label-column", null);
    parsed(data, "validation", null, ValidationShare::parse);
    readFolds(data);
    parsed(data, "max-rejected", "0", MaxRejected::parse);
    data.texts("skip", List.of());
    data.integer("short-side", 0, 0, 65_500);
    data.integer("quality", 90, 1, 100);
    data.text("background", "ffffff");
    data.oneOf("icc", "ignore", List.of("ignore", "apply"));
    data.integer("max-image-megabytes", 256, 1, 1024);
    data.integer("max-megapixels", 100, 1, 500);
    data.integer("mean-image", 0, 0, 1024);
    data.flag("whitening", false);
  }

  @Override
  public List<String> argumentsForRun(RunPlan plan) {
    JsonNode data = plan.resolved().path("data");
    String input = plan.input() != null ? plan.input() : data.path("input").asText(null);
    if (input == null || input.isEmpty()) {
      throw PolyakException.usage(
          "No input: give --input, or data.input in %s, where the raw images lie", plan.recipe());
    }
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--input", input));
    arguments.addAll(List.of("--output", plan.dataset()));
    // The keys of a recipe are the command's options.
    for (Map.Entry<String, JsonNode> entry : data.properties()) {
      if (!entry.getKey().equals("input")) {
        addOption(arguments, "--" + entry.getKey(), entry.getValue());
      }
    }
    return arguments;
  }

  private static void addOption(List<String> arguments, String option, JsonNode value) {
    if (value.isArray()) {
      value.forEach(element -> addOption(arguments, option, element));
    } else if (!value.isNull()) {
      arguments.addAll(List.of(option, value.asText()));
    }
  }

  private static void readFolds(Section data) {
    int folds = data.integer("folds", 0, 0, Folds.MOST);
    int fold = data.integer("fold", 0, 0, Folds.MOST);
    try {
      Folds.of(folds, fold);
    } catch (IllegalArgumentException e) {
      data.problem("fold", e.getMessage());
    }
    if (folds > 0 && data.has("validation")) {
      data.problem(
          "folds", "a fold is the validation split; leave data.validation out, or make it null");
    }
  }

  private static void parsed(Section data, String key, String fallback, Consumer<String> parser) {
    try {
      parser.accept(data.text(key, fallback));
    } catch (IllegalArgumentException e) {
      data.problem(key, e.getMessage());
    }
  }
}
