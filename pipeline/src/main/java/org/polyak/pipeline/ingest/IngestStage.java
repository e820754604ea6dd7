package org.polyak.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.polyak.pipeline.config.Section;
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
    data.oneOf("format", IngestOptions.FORMATS.get(0), IngestOptions.FORMATS);
    data.text("input", null);
    data.integer("max-rejected", 0, 0, Integer.MAX_VALUE);
    try {
      ValidationShare.parse(data.text("validation", null));
    } catch (IllegalArgumentException e) {
      data.problem("validation", e.getMessage());
    }
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
    arguments.addAll(List.of("--format", data.path("format").asText()));
    arguments.addAll(List.of("--input", input));
    arguments.addAll(List.of("--output", plan.dataset()));
    arguments.addAll(List.of("--max-rejected", data.path("max-rejected").asText()));
    if (data.hasNonNull("validation")) {
      arguments.addAll(List.of("--validation", data.path("validation").asText()));
    }
    return arguments;
  }
}
