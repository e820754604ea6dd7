package org.polyak.pipeline.source.webdataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/** Class keys from label members: decimal numbers without leading zeros. */
final class ClassNumber {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private ClassNumber() {}

  /** The number that is all of a member's text, or null. */
  static String ofText(byte[] content) {
    return canonical(new String(content, StandardCharsets.UTF_8).strip());
  }

  /** The number, or text of a number, in a field of a JSON object; null if it has none. */
  static String ofJson(byte[] content, String field) throws IOException {
    try {
      JsonNode value = Json.parse("json", content).get(field);
      boolean known = value != null && (value.isIntegralNumber() || value.isTextual());
      return known ? canonical(value.asText().strip()) : null;
    } catch (PolyakException e) {
      // No JSON: the image goes to the quarantine as one without a known label.
      return null;
    }
  }

  private static String canonical(String text) {
    return NUMBER.matcher(text).matches() ? Integer.toString(Integer.parseInt(text)) : null;
  }
}
