package org.polyak.pipeline.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.polyak.pipeline.error.PolyakException;
import org.polyak.pipeline.stage.Json;

/**
 * Reads {@code statistics.json}. Its fields grew in number without another version of the data
 * set's layout, so that whether they are all there is checked one by one. A field that only one
 * feature takes may be absent, so that older data sets stay readable.
 */
final class StatisticsFile {

  /** Null without them; what takes them says so. */
  private static final Set<String> OPTIONAL = Set.of("meanImage.minimum", "meanImage.maximum");

  private StatisticsFile() {}

  /**
   * The statistics in a file.
   *
   * @throws PolyakException if it is no JSON, or lacks a field that is not optional
   */
  static Statistics read(Configuration hadoop, Path file) throws IOException {
    JsonNode json = Json.read(hadoop, file);
    check(file, json, "", Statistics.class);
    return Json.value(file.toString(), json, Statistics.class);
  }

  /** Fails if a record's component is absent, or one of a record in it. */
  private static void check(Path file, JsonNode json, String path, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      String field = path + component.getName();
      JsonNode value = json.path(component.getName());
      if (value.isMissingNode() && !OPTIONAL.contains(field)) {
        throw PolyakException.data(
            "%s: no field %s in it: it was written by another version of Polyak; remove the data"
                + " set and run polyak ingest again",
            file, field);
      }
      if (component.getType().isRecord() && !value.isNull()) {
        check(file, value, field + ".", component.getType());
      }
    }
  }
}
