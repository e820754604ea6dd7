package org.polyak.evaluate.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.polyak.pipeline.stage.Json;

/**
 * Runs and reports side by side, as a table for terminals and as what a page shows.
 *
 * @param all at least two
 */
record Comparison(List<Compared> all) {

  /** Settings in which they differ, with each one's value; a dash where it has none. */
  List<List<String>> differences() {
    Set<String> keys = new LinkedHashSet<>();
    all.forEach(one -> keys.addAll(one.settings().keySet()));
    List<List<String>> rows = new ArrayList<>();
    for (String key : keys) {
      List<String> values = all.stream().map(one -> one.settings().getOrDefault(key, "–")).toList();
      if (values.stream().anyMatch(value -> !Objects.equals(value, values.get(0)))) {
        List<String> row = new ArrayList<>(List.of(key));
        row.addAll(values);
        rows.add(row);
      }
    }
    return rows;
  }

  /** What the reader should know first. */
  List<String> warnings() {
    List<String> seen =
        all.stream()
            .filter(one -> one.dataset() != null)
            .map(
                one ->
                    "%s of %s, %,d images"
                        .formatted(
                            one.dataset().path("split").asText(),
                            one.dataset().path("name").asText(),
                            one.dataset().path("images").asLong()))
            .distinct()
            .toList();
    return seen.size() < 2
        ? List.of()
        : List.of("The reports judge different images: " + String.join("; ", seen) + ".");
  }

  /** The page's data. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    ArrayNode folders = json.putArray("folders");
    all.forEach(one -> folders.add(one.json()));
    json.set("differences", Json.tree(differences()));
    json.set("warnings", Json.tree(warnings()));
    return json;
  }

  /** Lines for a terminal. */
  List<String> lines() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("folder", "model", "top-1 error", "95 % interval", "NLL", "ECE", "passes"));
    for (Compared one : all) {
      for (JsonNode candidate : one.candidates()) {
        rows.add(candidate(one, candidate));
      }
      if (one.kind().equals("run")) {
        rows.add(run(one));
      }
    }
    List<String> lines = new ArrayList<>();
    warnings().forEach(warning -> lines.add("warning: " + warning));
    lines.addAll(aligned(rows));
    List<List<String>> differences = differences();
    if (!differences.isEmpty()) {
      List<List<String>> table = new ArrayList<>();
      List<String> head = new ArrayList<>(List.of("setting"));
      all.forEach(one -> head.add(one.name()));
      table.add(head);
      table.addAll(differences);
      lines.add("");
      lines.addAll(aligned(table));
    }
    return lines;
  }

  private static List<String> candidate(Compared one, JsonNode candidate) {
    JsonNode metrics = candidate.path("metrics");
    JsonNode interval = metrics.path("top1ErrorInterval");
    return List.of(
        one.name(),
        candidate.path("name").asText(),
        percent(metrics.path("top1Error").asDouble()),
        "%s to %s"
            .formatted(percent(interval.path(0).asDouble()), percent(interval.path(1).asDouble())),
        String.format(Locale.ROOT, "%.4f", metrics.path("negativeLogLikelihood").asDouble()),
        percent(metrics.path("expectedCalibrationError").asDouble()),
        candidate.path("forwardPasses").asText());
  }

  private static List<String> run(Compared one) {
    List<Compared.Point> validated =
        one.curves().get(one.name()).stream().filter(p -> p.validationError() != null).toList();
    String last =
        validated.isEmpty()
            ? "not validated"
            : percent(validated.get(validated.size() - 1).validationError());
    return List.of(
        one.name(),
        "validation while training, %d epochs".formatted(one.curves().get(one.name()).size()),
        last,
        "–",
        "–",
        "–",
        "1");
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * part);
  }

  private static List<String> aligned(List<List<String>> rows) {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        line.append(("%-" + (widths[c] + 2) + "s").formatted(row.get(c)));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }
}
