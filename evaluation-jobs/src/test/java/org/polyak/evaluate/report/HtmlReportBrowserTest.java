package org.polyak.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.browser.Chromium;

/** Opens pages in Chromium, where there is one. */
class HtmlReportBrowserTest {

  @TempDir Path folder;

  @Test
  void drawsEverything() throws Exception {
    String dom = open(ReportFixture.standard());
    assertDrawn(dom, 10);
    // What a candidate reached is in the page as text.
    ReportData data = ReportFixture.standard();
    for (Candidate candidate : data.candidates()) {
      assertThat(dom)
          .contains(percent(candidate.metrics().topError(1)))
          .contains(percent(candidate.metrics().topError(5)))
          .contains(percent(candidate.metrics().expectedCalibrationError()));
    }
    assertThat(dom).contains("Headline model").contains("2 forward passes");
    assertThat(dom).contains("What crops add").contains("−").contains("Mean ROC area");
    assertThat(dom).contains("at temperature 1.25").contains("3 inputs of the data set");
    assertThat(dom).contains("Top-5 error").contains("★ best").contains("epoch-0060");
    assertThat(dom).contains("Test batch 3 &lt;of 5&gt; is missing.");
    assertThat(dom).contains("猫 (cat)").contains("собака").contains("ضفدع");
    assertThat(dom).contains("&lt;/script&gt;&lt;script&gt;window.hacked = 1");
    assertThat(dom).contains("momentum: 0.9").contains("Apache ECharts 5.");
    assertThat(dom.split("<img ", -1))
        .hasSize(1 + data.mistakes().size() + data.uncertain().size());
  }

  @Test
  void drawsWhatLittleThereIs() throws Exception {
    String bare = open(ReportFixture.data(ReportFixture.AWKWARD.subList(0, 3), 1, 0, false, 0));
    assertDrawn(bare, 4);
    assertThat(bare)
        .contains("<section id=\"curves\" aria-labelledby=\"curves-title\" hidden=\"\">")
        .contains("the top-5 error is the top-3 error, which is always 0")
        .contains("None to show.");
    String one = open(ReportFixture.data(List.of("only"), 1, 5, false, 0));
    assertDrawn(one, 6);
    assertThat(one).contains("No image was classified wrong.").contains("There is no validation");
  }

  @Test
  void drawsManyClasses() throws Exception {
    String hundred = open(ReportFixture.data(names(100), 2, 30, true, 24));
    assertDrawn(hundred, 9);
    String more = open(ReportFixture.data(names(101), 2, 30, true, 1));
    assertDrawn(more, 8);
    assertThat(more).contains("The confusion matrix of 101 classes is in metrics.json");
  }

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  private static void assertDrawn(String dom, int charts) {
    assertThat(dom).contains("data-rendered=\"true\"").doesNotContain("data-errors");
    assertThat(dom).contains("data-charts=\"" + charts + "\"");
    assertThat(dom.split("<svg ", -1)).hasSize(1 + charts);
  }

  /** The page after its scripts ran. */
  private String open(ReportData data) throws Exception {
    Chromium chromium = Chromium.inFolder(folder);
    Path page = Files.writeString(folder.resolve("report.html"), HtmlReport.render(data));
    Chromium.Page opened = chromium.open(page);
    assertThat(opened.console()).isEmpty();
    return opened.dom();
  }

  /** JavaScript's toFixed rounds the exact value of the double; Java's format does not. */
  private static String percent(double part) {
    return new BigDecimal(100 * part).setScale(2, RoundingMode.HALF_UP) + " %";
  }
}
