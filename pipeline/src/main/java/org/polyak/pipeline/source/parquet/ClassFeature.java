package org.polyak.pipeline.source.parquet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/** The class names that Hugging Face's libraries note in a file's footer. */
final class ClassFeature {

  private static final String NOTE = "huggingface";

  private ClassFeature() {}

  /**
   * The names in {@code info.features.<label>.names} of the note {@code huggingface}; empty if
   * there is none.
   *
   * @throws PolyakException if the note is no JSON
   */
  static List<String> names(String file, Map<String, String> notes, String label)
      throws IOException {
    List<String> names = new ArrayList<>();
    String note = notes.get(NOTE);
    if (note != null) {
      JsonNode json =
          Json.parse(file + ", " + NOTE + " in its footer", note.getBytes(StandardCharsets.UTF_8));
      json.path("info")
          .path("features")
          .path(label)
          .path("names")
          .forEach(name -> names.add(name.asText()));
    }
    return names;
  }
}
