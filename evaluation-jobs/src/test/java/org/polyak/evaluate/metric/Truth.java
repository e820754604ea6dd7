package org.polyak.evaluate.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Predictions and what scikit-learn and SciPy say of them, made by {@code
 * src/test/scripts/metrics_truth.py}.
 */
public final class Truth {

  public static final int CLASSES = 5;

  private final JsonNode json;

  private Truth(JsonNode json) {
    this.json = json;
  }

  public static Truth read() {
    try (InputStream in = Truth.class.getResourceAsStream("truth.json")) {
      return new Truth(new ObjectMapper().readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int models() {
    return json.get("models").size();
  }

  public int examples() {
    return json.get("labels").size();
  }

  public int label(int example) {
    return json.get("labels").get(example).asInt();
  }

  public double[] probabilities(int model, int example) {
    return doubles(json.get("probabilities").get(model).get(example));
  }

  public JsonNode model(int model) {
    return json.get("models").get(model);
  }

  public JsonNode pairs() {
    return json.get("pairs");
  }

  public JsonNode mixture() {
    return json.get("mixture");
  }

  public static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }
}
