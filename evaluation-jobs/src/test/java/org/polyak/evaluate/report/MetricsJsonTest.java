package org.polyak.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.polyak.evaluate.metric.ClassificationMetrics;
import org.polyak.evaluate.metric.Interval;
import org.polyak.evaluate.metric.MetricsAccumulator;
import org.polyak.evaluate.metric.ProbabilityAccumulator;
import org.polyak.evaluate.metric.Verdict;
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
    assertThat(json.at("/runs/0/curve/0").toString())
        .isEqualTo(
            "{\"step\":10,\"epoch\":1.0,\"learningRate\":0.1,\"trainLoss\":null,"
                + "\"trainAccuracy\":null,\"validationLoss\":null,\"validationAccuracy\":0.5}");
    assertThat(json.get("best").asText()).isEqualTo("a");
    assertThat(json.get("schema").asInt()).isEqualTo(2);
  }

  /** The table of docs/evaluation.md names every key, and no other. */
  @Test
  void keysAreThoseOfTheDocumentation() throws Exception {
    Set<String> documented = new TreeSet<>();
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/evaluation.md"))) {
      folder = folder.getParent();
    }
    String text = Files.readString(folder.resolve("docs/evaluation.md"));
    for (String line : text.substring(text.indexOf("## metrics.json")).split("\n", -1)) {
      Matcher row = Pattern.compile("\\| `([A-Za-z0-9.\\[\\]*]+)` \\| .*\\|").matcher(line);
      if (row.matches()) {
        assertThat(documented.add(row.group(1))).as(line).isTrue();
      }
    }
    Set<String> found = new TreeSet<>();
    paths("", MetricsJson.of(ReportFixture.standard()), found);
    assertThat(documented).isEqualTo(found);
  }

  /** Names of objects whose keys are data: their values are one path. */
  static final Set<String> MAPS =
      Set.of("versions", "quarantined", "topErrors", "epochs[].seconds");

  private static void paths(String path, JsonNode node, Set<String> found) {
    if (node.isArray() && node.size() > 0 && (node.get(0).isObject() || node.get(0).isArray())) {
      node.forEach(
          item -> {
            if (item.isObject()) {
              paths(path + "[]", item, found);
            } else {
              found.add(path);
            }
          });
    } else if (node.isObject() && MAPS.stream().noneMatch(path::endsWith)) {
      node.fields()
          .forEachRemaining(
              field ->
                  paths(
                      path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue(),
                      found));
    } else if (!path.endsWith(".reference") || node.isObject()) {
      found.add(path);
    }
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
    assertThatThrownBy(() -> new JudgedImage(new byte[] {1, 2}, "x", 0, 1, 0.9, List.of()))
        .hasMessage("The picture of x is not a PNG file");
  }

  private static ReportData data(ClassificationMetrics metrics, String name, String headline) {
    Interval none = new Interval(Double.NaN, Double.NaN);
    ProbabilityAccumulator tempered = new ProbabilityAccumulator(15);
    tempered.add(new double[] {1, 0, 0}, 0);
    return new ReportData(
        "title",
        Map.of("polyak", "1"),
        new DatasetFacts("set", "test", metrics.examples(), List.of("x", "y", "z"), Map.of()),
        List.of(
            new Candidate(
                name,
                CandidateKind.SINGLE,
                "mean-probabilities",
                List.of("m"),
                List.of(),
                "centre",
                1,
                "",
                new Verdict(
                    metrics,
                    metrics.topErrorInterval(1),
                    none,
                    none,
                    List.of(1.0),
                    tempered.scores(),
                    List.of(),
                    null))),
        headline,
        name,
        "",
        List.of(),
        List.of(),
        List.of(),
        List.of(
            new RunCurve(
                "run",
                List.of(new CurvePoint(10, 1, 0.1, Double.NaN, null, null, 0.5)),
                List.of(),
                List.of(),
                List.of())),
        List.of(),
        List.of(),
        List.of(),
        List.of(1),
        Json.object(),
        List.of());
  }
}
