package org.polyak.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.evaluate.metric.ClassScore;
import org.polyak.pipeline.browser.Chromium;
import org.polyak.pipeline.browser.OpenPage;

/** Opens pages in Chromium, where there is one. */
class HtmlReportBrowserTest {

  private static final List<String> BEASTS = List.of("zebras", "ants", "mice", "bees");

  private static final String CELL = "document.querySelector('#cell h3').textContent";

  private static final String WIDTHS =
      """
      (() => {
        const images = [...document.querySelectorAll('#cell img')];
        return Promise.all(images.map((one) => one.decode()))
          .then(() => images.map((one) => one.naturalWidth));
      })()
      """;

  /** Tables in details are built when the browser tells that they were opened. */
  private static final String OPEN_DETAILS =
      """
      Promise.all([...document.querySelectorAll('details')].map((one) => new Promise((done) => {
        one.addEventListener('toggle', () => done(one.open));
        one.open = true;
      })))
      """;

  /** Middles of the names at the matrix; those of columns stand upright. */
  private static final String AXES =
      """
      (() => {
        const names = (upright) => [...document.querySelectorAll('#matrix-chart text')]
          .map((text) => ({name: text.textContent, box: text.getBoundingClientRect()}))
          .filter((one) => /^[a-z]+$/.test(one.name) && upright === one.box.height > one.box.width)
          .map(({name, box}) => ({name, x: box.x + box.width / 2, y: box.y + box.height / 2}));
        return\s""";

  private static final String END_OF_AXES = "; })()";

  private static final String NUMBER_WHAT_CAN_BE_USED =
      """
      [...document.querySelectorAll('a[href], button, select, summary, .scroll, pre')]
        .filter((one) => one.checkVisibility())
        .forEach((one, index) => { one.dataset.number = index; })
      """;

  private static final String LEGEND =
      "[...document.querySelectorAll('figure:has(#loss-chart) .keys button')]";

  /** Whether the curves of training and of validation are in the chart, by their colours. */
  private static final String DRAWN =
      "['#0072b2', '#d55e00'].map((colour) =>"
          + " document.querySelector(`#loss-chart path[stroke=\"${colour}\"]`) !== null)";

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
    assertThat(data.headline()).isEqualTo(data.best().name());
    assertThat(dom).contains("the best of 5 candidates by these same images, which flatters it");
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
    // One candidate was not chosen.
    assertThat(bare).doesNotContain("flatters");
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

  /** By the mouse, on the chart; which order a chart is in is read off its axes. */
  @Test
  void theMatrixIsSortedAndLeadsToImages() throws Exception {
    ReportData data = ReportFixture.data(BEASTS, 2, 5, true, 12);
    try (OpenPage page = show(data)) {
      page.resize(1200, 900);
      assertThat(rows(page)).isEqualTo(BEASTS);
      page.evaluate("document.getElementById('matrix-order').focus()");
      page.press("ArrowDown");
      assertThat(page.evaluate("document.getElementById('matrix-order').value").asText())
          .isEqualTo("errors");
      assertThat(rows(page)).isEqualTo(mostErrorsFirst(data));
      page.press("ArrowDown");
      assertThat(rows(page)).containsExactly("ants", "bees", "mice", "zebras");

      // The fixture shows images of each class that are taken for the next one, 12 / 4 of each.
      clickCell(page, "mice", "bees");
      assertThat(page.evaluate(CELL).asText()).isEqualTo("mice taken for bees");
      assertThat(page.evaluate("document.activeElement.textContent").asText())
          .isEqualTo("mice taken for bees");
      assertThat(page.evaluate(WIDTHS).toString()).isEqualTo("[32,32,32]");
      clickCell(page, "bees", "mice");
      assertThat(page.evaluate(CELL).asText()).isEqualTo("bees taken for mice");
      assertThat(page.evaluate("document.getElementById('cell').textContent").asText())
          .contains("The page holds no images of this pair");
      assertThat(page.console()).isEmpty();
    }
  }

  @Test
  void everythingIsReachedByKeyboard() throws Exception {
    try (OpenPage page = show(ReportFixture.data(BEASTS, 5, 5, true, 12))) {
      page.evaluate(OPEN_DETAILS);
      page.evaluate(NUMBER_WHAT_CAN_BE_USED);
      int usable = page.evaluate("document.querySelectorAll('[data-number]').length").asInt();
      // Tables to scroll, headings that sort, two choices, four details, buttons.
      assertThat(usable).isGreaterThan(30);
      Set<Integer> reached = new TreeSet<>();
      for (int i = 0; i < usable + 20; i++) {
        page.press("Tab");
        JsonNode number = page.evaluate("document.activeElement.dataset.number");
        if (!number.isMissingNode()) {
          reached.add(number.asInt());
        }
      }
      assertThat(reached).hasSize(usable);

      // A heading sorts its table, rising and then falling.
      page.evaluate("document.querySelectorAll('#models-table thead button')[1].focus()");
      page.press("Enter");
      assertThat(column(page)).isSorted();
      page.press("Enter");
      assertThat(column(page)).isSortedAccordingTo(Comparator.reverseOrder());

      // A number of the matrix leads to its images.
      page.evaluate(
          "[...document.querySelectorAll('#matrix-table button')]"
              + ".find((one) => one.ariaLabel.endsWith('zebras taken for ants')).focus()");
      page.press("Enter");
      assertThat(page.evaluate(CELL).asText()).isEqualTo("zebras taken for ants");
      assertThat(page.evaluate(WIDTHS).toString()).isEqualTo("[32,32,32]");
      page.evaluate("document.querySelector('#confusions-table button').focus()");
      page.press("Enter");
      assertThat(page.evaluate(CELL).asText()).contains(" taken for ");
      page.evaluate("document.querySelector('#recipe summary').focus()");
      page.press("Enter");
      assertThat(page.evaluate("document.querySelector('#recipe details').open").asBoolean())
          .isFalse();
      assertThat(page.console()).isEmpty();
    }
  }

  /** What is hidden is not drawn, by its colour, and comes back. */
  @Test
  void legendsHideAndShowByKeyboard() throws Exception {
    try (OpenPage page = show(ReportFixture.data(BEASTS, 5, 5, true, 12))) {
      page.resize(1200, 900);
      assertThat(page.evaluate(LEGEND + ".map((one) => one.textContent)").toString())
          .isEqualTo("[\"training\",\"validation\"]");
      assertThat(drawn(page)).isEqualTo(List.of(true, true));
      page.evaluate(LEGEND + "[1].focus()");
      page.press("Enter");
      assertThat(pressed(page)).isEqualTo("[\"true\",\"false\"]");
      assertThat(drawn(page)).isEqualTo(List.of(true, false));
      assertThat(page.evaluate("document.activeElement.textContent").asText())
          .isEqualTo("validation");
      // Another width draws anew, and keeps what was chosen.
      page.resize(800, 900);
      assertThat(pressed(page)).isEqualTo("[\"true\",\"false\"]");
      assertThat(drawn(page)).isEqualTo(List.of(true, false));
      page.evaluate(LEGEND + "[1].focus()");
      page.press("Enter");
      assertThat(pressed(page)).isEqualTo("[\"true\",\"true\"]");
      assertThat(drawn(page)).isEqualTo(List.of(true, true));
      assertThat(page.console()).isEmpty();
    }
  }

  /** Within the script that clicks no frame can come between the click and the look. */
  @Test
  void legendsDoNotWaitForAFrame() throws Exception {
    try (OpenPage page = show(ReportFixture.data(BEASTS, 5, 5, true, 12))) {
      for (boolean validation : List.of(false, true)) {
        assertThat(page.evaluate("%s[1].click(), %s".formatted(LEGEND, DRAWN)).toString())
            .isEqualTo("[true,%s]".formatted(validation));
      }
      assertThat(page.console()).isEmpty();
    }
  }

  private static String pressed(OpenPage page) {
    return page.evaluate(LEGEND + ".map((one) => one.ariaPressed)").toString();
  }

  /** Whether the curves of training and of validation are in the chart. */
  private static List<Boolean> drawn(OpenPage page) {
    List<Boolean> drawn = new ArrayList<>();
    page.evaluate(DRAWN).forEach(one -> drawn.add(one.asBoolean()));
    return drawn;
  }

  /** Wide tables scroll by themselves, the page does not. */
  @Test
  void aNarrowWindowIsWideEnough() throws Exception {
    for (ReportData data :
        List.of(ReportFixture.standard(), ReportFixture.data(names(100), 2, 30, true, 24))) {
      try (OpenPage page = show(data)) {
        page.resize(400, 800);
        assertThat(page.evaluate("innerWidth").asInt()).isEqualTo(400);
        page.evaluate(OPEN_DETAILS);
        page.evaluate("document.querySelector('#confusions-table button').click()");
        assertThat(page.evaluate("document.documentElement.scrollWidth").asInt()).isEqualTo(400);
        assertThat(
                page.evaluate(
                        "[...document.querySelectorAll('.chart svg')].map((one) =>"
                            + " Math.ceil(one.getBoundingClientRect().right))"
                            + ".filter((right) => right > 400)")
                    .toString())
            .isEqualTo("[]");
        assertThat(page.console()).isEmpty();
      }
    }
  }

  /** Top-1 errors of the table of models, down its lines. */
  private static List<Double> column(OpenPage page) {
    List<Double> errors = new ArrayList<>();
    page.evaluate(
            "[...document.querySelectorAll('#models-table tbody tr')]"
                + ".map((line) => parseFloat(line.cells[1].textContent))")
        .forEach(error -> errors.add(error.asDouble()));
    assertThat(errors).hasSize(5);
    return errors;
  }

  private static List<String> mostErrorsFirst(ReportData data) {
    List<ClassScore> scores = data.headlineCandidate().metrics().scores();
    return IntStream.range(0, BEASTS.size())
        .boxed()
        .sorted(
            Comparator.comparingLong(
                (Integer c) ->
                    data.headlineCandidate().metrics().confusion().count(c, c)
                        - scores.get(c).support()))
        .map(BEASTS::get)
        .toList();
  }

  /** Names of the matrix's rows, from the top. */
  private static List<String> rows(OpenPage page) {
    List<String> rows = new ArrayList<>();
    page.evaluate(
            AXES + "names(false).sort((a, b) => a.y - b.y).map((one) => one.name)" + END_OF_AXES)
        .forEach(name -> rows.add(name.asText()));
    return rows;
  }

  private static void clickCell(OpenPage page, String row, String column) {
    page.evaluate("document.getElementById('matrix-chart').scrollIntoView({block: 'center'})");
    JsonNode point =
        page.evaluate(
            AXES
                + "[names(true).find((one) => one.name === '%s').x,".formatted(column)
                + " names(false).find((one) => one.name === '%s').y]".formatted(row)
                + END_OF_AXES);
    page.click(point.get(0).asDouble(), point.get(1).asDouble());
  }

  private OpenPage show(ReportData data) throws Exception {
    Chromium chromium = Chromium.inFolder(folder);
    return chromium.show(Files.writeString(folder.resolve("report.html"), HtmlReport.render(data)));
  }

  private static List<String> names(int classes) {
    return IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
  }

  private static void assertDrawn(String dom, int charts) {
    assertThat(dom).contains("data-rendered=\"true\"").doesNotContain("data-errors");
    assertThat(dom).contains("data-charts=\"" + charts + "\"");
    assertThat(dom.split("<svg width=", -1)).hasSize(1 + charts);
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
