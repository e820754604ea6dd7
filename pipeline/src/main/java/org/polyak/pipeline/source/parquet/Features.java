package org.polyak.pipeline.source.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/**
 * What Hugging Face's libraries note of the columns in a file's footer.
 *
 * @param json {@code info.features} of the note {@code huggingface}, by column; missing if there is
 *     none
 */
record Features(JsonNode json) {

  /** The type of a column of encoded images. */
  static final String IMAGE = "Image";

  /** The type of a column of numbers that stand for names. */
  static final String CLASS_LABEL = "ClassLabel";

  private static final String NOTE = "huggingface";

  /**
   * Reads the note.
   *
   * @throws PolyakException if it is no JSON
   */
  static Features of(String file, Map<String, String> notes) throws IOException {
    String note = notes.get(NOTE);
    if (note == null) {
      return new Features(MissingNode.getInstance());
    }
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    return new Features(
        Json.parse(file + ", " + NOTE + " in its footer", bytes).path("info").path("features"));
  }

  /** Whether nothing is noted of any column. */
  boolean isEmpty() {
    return json.isEmpty();
  }

  /** The columns of a type, in the note's order. */
  List<String> ofType(String type) {
    List<String> columns = new ArrayList<>();
    json.fieldNames()
        .forEachRemaining(
            column -> {
              if (json.path(column).path("_type").asText().equals(type)) {
                columns.add(column);
              }
            });
    return columns;
  }

  /** The class names of a column of labels; empty if none are noted. */
  List<String> names(String label) {
    List<String> names = new ArrayList<>();
    json.path(label).path("names").forEach(name -> names.add(name.asText()));
    return names;
  }
}
