package org.polyak.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What {@code polyak run} was asked for; the stages take their own arguments from it.
 *
 * @param recipe file of the recipe
 * @param overrides {@code --set} assignments
 * @param resolved the checked recipe with all defaults
 * @param input the raw images, null to take {@code data.input} of the recipe
 * @param output the folder that receives {@code dataset}, {@code run} and {@code report}
 * @param overwrite whether stages may replace what was made differently
 */
public record RunPlan(
    String recipe,
    List<String> overrides,
    JsonNode resolved,
    String input,
    String output,
    boolean overwrite) {

  /** A plan whose recipe gives nothing beyond what the stages read from its file. */
  public RunPlan(
      String recipe, List<String> overrides, String input, String output, boolean overwrite) {
    this(recipe, overrides, Json.object(), input, output, overwrite);
  }

  /** Where the data set goes. */
  public String dataset() {
    return output + "/dataset";
  }

  /** Where training goes. */
  public String run() {
    return output + "/run";
  }

  /** Where the evaluation goes. */
  public String report() {
    return output + "/report";
  }
}
