package org.polyak.pipeline.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeSet;

/**
 * What decides a stage's output: two runs of equal identity give equal results, so the second has
 * nothing to do.
 *
 * @param stage name of the stage
 * @param inputs fingerprints of what it reads
 * @param configuration everything that was configured, defaults included
 */
public record StageIdentity(String stage, JsonNode inputs, JsonNode configuration) {

  /** As it stands in the manifest. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("stage", stage);
    json.set("inputs", inputs);
    json.set("configuration", configuration);
    return json;
  }

  /**
   * The first difference between the identity in a manifest and this one, such as {@code
   * configuration.training.epochs is 5 there and 10 here}; empty if there is none.
   */
  public String differenceFrom(JsonNode other) {
    return difference("", other, json());
  }

  private static String difference(String path, JsonNode there, JsonNode here) {
    if (there == null || here == null || !there.isObject() || !here.isObject()) {
      boolean equal = there == null ? here == null : there.equals(here) || sameNumber(there, here);
      return equal ? "" : "%s is %s there and %s here".formatted(path, there, here);
    }
    TreeSet<String> keys = new TreeSet<>();
    for (Iterator<Map.Entry<String, JsonNode>> it = there.fields(); it.hasNext(); ) {
      keys.add(it.next().getKey());
    }
    for (Iterator<Map.Entry<String, JsonNode>> it = here.fields(); it.hasNext(); ) {
      keys.add(it.next().getKey());
    }
    for (String key : keys) {
      String found =
          difference(path.isEmpty() ? key : path + "." + key, there.get(key), here.get(key));
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "";
  }

  /** A number that was written and read again may have another node type. */
  private static boolean sameNumber(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber() && a.asText().equals(b.asText());
  }
}
