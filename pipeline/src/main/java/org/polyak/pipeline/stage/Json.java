package org.polyak.pipeline.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;

/** The JSON files beside data, snapshots and reports: strict when read, stable when written. */
public final class Json {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private Json() {}

  /** An empty object. */
  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** A value (record, map, list) as a tree. */
  public static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** A tree as a value. */
  public static <T> T value(JsonNode tree, Class<T> type) {
    return value("JSON", tree, type);
  }

  /** A tree as a value; {@code name} is what a message calls it. */
  public static <T> T value(String name, JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException e) {
      throw PolyakException.data(
          "%s: not a %s: %s", name, type.getSimpleName(), e.getOriginalMessage());
    }
  }

  /** Indented text. */
  public static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw PolyakException.internal(e, "Cannot write JSON: %s", e.getOriginalMessage());
    }
  }

  /**
   * Reads a file.
   *
   * @throws PolyakException if it is not JSON
   */
  public static JsonNode read(Configuration hadoop, Path file) throws IOException {
    try (FSDataInputStream in = file.getFileSystem(hadoop).open(file)) {
      return parse(file.toString(), in.readAllBytes());
    }
  }

  /** Parses bytes; {@code name} is what a message calls them. */
  public static JsonNode parse(String name, byte[] bytes) throws IOException {
    try {
      return MAPPER.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw PolyakException.data("%s: damaged JSON: %s", name, e.getOriginalMessage());
    }
  }

  /** Indented text with a line end, as it stands in a file. */
  public static byte[] bytes(Object value) {
    return (text(value) + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Writes a file, replacing one that is there. */
  public static void write(Configuration hadoop, Path file, Object value) throws IOException {
    FileSystem fs = file.getFileSystem(hadoop);
    try (FSDataOutputStream out = fs.create(file, true)) {
      out.write(bytes(value));
    }
  }
}
