package org.polyak.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.pipeline.stage.Json;

class MetricsJsonTest {

  @Test
  void numbersByHand() {
    MetricsAccumulator accumulator = new MetricsAccumulator(3);
    accumulator.add(new double[] {0.5, 0.25, 0.25}, 0);
    accumulator.add(new double[] {0.5, 0.25, 0.25}, 1);
    JsonNode json = MetricsJson.of(data(accumulator.metrics(), "a", "a"));

    JsonNode metrics = json.at("/candidates/0/metrics");
    assertThat(metrics.get("examples").asLong()).isEqualTo(2);
    assertThat(metrics.get("top1Error").asDouble()).isEqualTo(0.5);
    assertThat(metrics.get("topK").asInt()).isEqualTo(3);
    assertThat(metrics.get("topKError").asDouble()).isZero();
    // 0.25 + 2 * 0.0625 = 0.375; 0.25 + 0.5625 + 0.0625 = 0.875
    assertThat(metrics.get("brierScore").asDouble()).isEqualTo(0.625);
    assertThat(metrics.get("confusionMatrix").toString()).isEqualTo("[[1,0,0],[1,0,0],[0,0,0]]");
    assertThat(metrics.get("largestConfusions").toString())
        .isEqualTo("[{\"trueLabel\":1,\"predictedLabel\":0,\"count\":1}]");
    assertThat(metrics.at("/classes/2").toString())
        .isEqualTo(
            "{\"label\":2,\"support\":0,\"predicted\":0,\"precision\":null,\"recall\":null,"
                + "\"f1\":null}");
    assertThat(json.at("/curve/0").toString())
        .isEqualTo(
            "{\"step\":10,\"epoch\":1.0,\"learningRate\":0.1,\"trainLoss\":null,"
                + "\"trainAccuracy\":null,\"validationLoss\":null,\"validationAccuracy\":0.5}");
    assertThat(json.get("best").asText()).isEqualTo("a");
    assertThat(json.get("schema").asInt()).isEqualTo(1);
  }

  @Test
  void keysAreThoseOfTheDocumentation() throws Exception {
    ObjectNode json = MetricsJson.of(ReportFixture.standard());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "schema",
            "title",
            "versions",
            "dataset",
            "headline",
            "best",
            "candidates",
            "curve",
            "snapshots",
            "timings",
            "warnings");
    assertThat(json.at("/candidates/0/metrics").fieldNames())
        .toIterable()
        .containsExactly(
            "examples",
            "top1Error",
            "top1ErrorInterval",
            "topK",
            "topKError",
            "negativeLogLikelihood",
            "brierScore",
            "expectedCalibrationError",
            "calibration",
            "classes",
            "largestConfusions",
            "confusionMatrix");
  }

  @Test
  void refusesPartsThatDoNotBelongTogether() {
    MetricsAccumulator accumulator = new MetricsAccumulator(2);
    accumulator.add(new double[] {0.5, 0.5}, 0);
    assertThatThrownBy(() -> data(accumulator.metrics(), "a", "a"))
        .hasMessage("a has 2 classes, the data set 3");
    MetricsAccumulator three = new MetricsAccumulator(3);
    three.add(new double[] {0.5, 0.5, 0}, 0);
    assertThatThrownBy(() -> data(three.metrics(), "a", "b"))
        .hasMessage("No candidate called b, only [a]");
    assertThatThrownBy(() -> new Mistake(new byte[] {1, 2}, "x", 0, 1, 0.9, List.of()))
        .hasMessage("The picture of x is not a PNG file");
  }

  private static ReportData data(ClassificationMetrics metrics, String name, String headline) {
    return new ReportData(
        "title",
        Map.of("polyak", "1"),
        new DatasetFacts("set", "test", metrics.examples(), List.of("x", "y", "z")),
        List.of(new Candidate(name, CandidateKind.SINGLE, List.of("m"), "1 forward pass", metrics)),
        headline,
        List.of(new CurvePoint(10, 1, 0.1, Double.NaN, null, null, 0.5)),
        List.of(),
        List.of(),
        List.of(),
        Json.object(),
        List.of());
  }
}
