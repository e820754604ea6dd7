package org.polyak.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.polyak.pipeline.stage.Json;

class HtmlReportTest {

  private static final Pattern SCRIPT =
      Pattern.compile("<script(?: [^>]*)?>(.*?)</script", Pattern.DOTALL);

  static Stream<ReportData> pages() throws Exception {
    List<String> hundred = IntStream.range(0, 100).mapToObj(i -> "class " + i).toList();
    List<String> thousand = IntStream.range(0, 101).mapToObj(i -> "class " + i).toList();
    return Stream.of(
        ReportFixture.standard(),
        ReportFixture.data(ReportFixture.AWKWARD, 1, 0, false, 0),
        ReportFixture.data(List.of("only"), 1, 5, false, 0),
        ReportFixture.data(hundred, 2, 30, true, 24),
        ReportFixture.data(thousand, 2, 1, true, 1));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void carriesItsNumbersAndNothingElse(ReportData data) throws Exception {
    String page = HtmlReport.render(data);
    List<String> scripts = scripts(page);
    assertThat(scripts).hasSize(3);

    JsonNode embedded = Json.parse("page", scripts.get(0).getBytes(StandardCharsets.UTF_8));
    JsonNode expected =
        Json.parse("json", Json.text(MetricsJson.of(data)).getBytes(StandardCharsets.UTF_8));
    for (String key : List.of("dataset", "runs", "pairs", "sizes", "warnings", "versions")) {
      assertThat(embedded.get(key)).as(key).isEqualTo(expected.get(key));
    }
    boolean whole = data.dataset().classNames().size() <= 100;
    for (int i = 0; i < data.candidates().size(); i++) {
      JsonNode inPage = embedded.at("/candidates/" + i + "/metrics");
      JsonNode inFile = expected.at("/candidates/" + i + "/metrics");
      assertThat(inPage.has("confusionMatrix")).isEqualTo(whole);
      inFile
          .fieldNames()
          .forEachRemaining(
              field -> {
                if (whole || !field.equals("confusionMatrix")) {
                  assertThat(inPage.get(field)).as(field).isEqualTo(inFile.get(field));
                }
              });
    }
    assertThat(embedded.get("configuration")).isEqualTo(data.configuration());
    assertThat(embedded.get("mistakes")).hasSize(data.mistakes().size());
    for (int i = 0; i < data.mistakes().size(); i++) {
      assertThat(embedded.at("/mistakes/" + i + "/png").binaryValue())
          .isEqualTo(data.mistakes().get(i).png());
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void loadsNothing(ReportData data) {
    String page = HtmlReport.render(data);
    assertThat(page).containsPattern("default-src 'none'; script-src 'sha256-");
    String own = SCRIPT.matcher(page).replaceAll("<script></script");
    assertThat(own).doesNotContain("http:").doesNotContain("https:").doesNotContain("//");
    assertThat(own).doesNotContain("@import").doesNotContain("url(").doesNotContain("{{");
    Matcher references = Pattern.compile("(?:src|href)=\"([^\"]*)\"").matcher(own);
    List<String> targets = new ArrayList<>();
    while (references.find()) {
      targets.add(references.group(1));
    }
    assertThat(targets).isNotEmpty().allMatch(target -> target.matches("#.*|data:,"));
  }

  @Test
  void theBrowserRunsTheTwoScriptsOnly() throws Exception {
    String page = HtmlReport.render(ReportFixture.standard());
    List<String> scripts = scripts(page);
    for (String script : scripts.subList(1, 3)) {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
      assertThat(page).contains("'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }
  }

  @Test
  void namesCannotEndTheirScriptElement() throws Exception {
    String page = HtmlReport.render(ReportFixture.standard());
    String json = scripts(page).get(0);
    assertThat(json).doesNotContain("<").doesNotContain(">").doesNotContain("\u2028");
    assertThat(Json.parse("page", json.getBytes(StandardCharsets.UTF_8)).at("/dataset/classNames"))
        .extracting(JsonNode::asText)
        .isEqualTo(ReportFixture.AWKWARD);
    assertThat(page)
        .contains("<title>CIFAR-like run &lt;7&gt; &amp; &quot;friends&quot;</title>")
        .contains("<html lang=\"en\">")
        .startsWith("<!DOCTYPE html>");
  }

  @Test
  void sameDataSamePage() throws Exception {
    assertThat(HtmlReport.render(ReportFixture.standard()))
        .isEqualTo(HtmlReport.render(ReportFixture.standard()));
  }

  /** The contents of the script elements as a browser finds them: data, library, own script. */
  private static List<String> scripts(String page) {
    Matcher matcher = SCRIPT.matcher(page);
    List<String> scripts = new ArrayList<>();
    while (matcher.find()) {
      scripts.add(matcher.group(1));
    }
    return scripts;
  }
}
