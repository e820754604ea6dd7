package org.polyak.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.browser.Chromium;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

/** Classes of awkward names, a split of one class only, runs that do not go together. */
class AwkwardInputRunTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** In the order of their labels. */
  private static final List<String> CLASSES =
      List.of("'its', <b>\"own\" & more", "a, b", "собака", "猫");

  @TempDir private static Path shared;

  @TempDir private Path folder;

  @BeforeAll
  static void train() throws IOException {
    Random random = new Random(3);
    for (int label = 0; label < CLASSES.size(); label++) {
      for (int i = 0; i < 15; i++) {
        draw("train", label, i, random);
      }
    }
    for (int i = 0; i < 6; i++) {
      draw("test", 3, i, random);
    }
    run("ingest", "--input=" + at("raw"), "--output=" + at("data"), "--validation=12");
    train("one", "{name: softmax}");
    train(
        "other",
        "{name: mine, layers: [{type: convolution, filters: 6, stride: 2}, {type: tanh},"
            + " {type: dense}]}");
  }

  @AfterAll
  static void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void namesOfClassesStayWhatTheyAre() throws IOException {
    JsonNode metrics = evaluate("validation");
    assertThat(metrics.at("/dataset/classNames")).extracting(JsonNode::asText).isEqualTo(CLASSES);
    for (JsonNode score : metrics.at("/candidates/0/metrics/classes")) {
      assertThat(score.path("support").asInt()).isEqualTo(3);
    }
    String page = Files.readString(folder.resolve("report/report.html"));
    // Inside of a script, where no name may end it.
    assertThat(page)
        .contains("'its', \\u003cb\\u003e\\\"own\\\" \\u0026 more\"", "\"a, b\",\"собака\",\"猫\"");
  }

  @Test
  void namesOfClassesStandOnThePage() throws Exception {
    Chromium chromium = Chromium.inFolder(folder);
    evaluate("validation");
    Chromium.Page page = chromium.open(folder.resolve("report/report.html"));
    assertDrawn(page);
    assertThat(page.dom())
        .contains("'its', &lt;b&gt;\"own\" &amp; more</th>", "a, b</th>", "собака</th>", "猫</th>");
  }

  /** All by hand: what is defined follows from the error alone, all else is null. */
  @Test
  void aSplitOfOneClassHasNoCurves() throws IOException {
    JsonNode metrics = evaluate("test");
    assertThat(metrics.toString()).doesNotContain("NaN").doesNotContain("Infinity");
    for (JsonNode candidate : metrics.path("candidates")) {
      JsonNode own = candidate.path("metrics");
      assertThat(own.path("meanRocArea").isNull()).isTrue();
      assertThat(own.path("meanAveragePrecision").asDouble()).isCloseTo(1, within(1e-12));
      for (int label = 0; label < CLASSES.size(); label++) {
        JsonNode score = own.path("classes").get(label);
        boolean there = label == 3;
        assertThat(score.path("support").asInt()).isEqualTo(there ? 6 : 0);
        assertThat(score.path("rocArea").isNull()).isTrue();
        assertThat(score.path("averagePrecision").isNull()).isNotEqualTo(there);
        assertThat(score.path("recall").isNull()).isNotEqualTo(there);
        assertThat(score.path("precision").isNull())
            .isEqualTo(score.path("predicted").asInt() == 0);
      }
      double error = own.path("top1Error").asDouble();
      assertThat(own.at("/classes/3/recall").asDouble()).isCloseTo(1 - error, within(1e-12));
      assertThat(own.at("/weighted/recall").asDouble()).isCloseTo(1 - error, within(1e-12));
    }
  }

  @Test
  void aSplitOfOneClassHasAPage() throws Exception {
    Chromium chromium = Chromium.inFolder(folder);
    evaluate("test");
    Chromium.Page page = chromium.open(folder.resolve("report/report.html"));
    assertDrawn(page);
    assertThat(page.dom()).contains("<div id=\"ranking\" hidden=\"\">");
  }

  @Test
  void differentNetworksHaveNoAverage() throws IOException {
    Path recipe =
        Files.writeString(folder.resolve("recipe.yaml"), "evaluation: {average-runs: true}\n");
    CapturedRun outcome =
        CapturedRun.of(
            "evaluate",
            "--run=" + at("one"),
            "--run=" + at("other"),
            "--data=" + at("data"),
            "--recipe=" + recipe,
            "--output=" + folder.resolve("report"),
            "--master=local[2]");
    assertThat(outcome.code()).isEqualTo(3);
    // 32 x 32 x 3 inputs of 4 classes; 6 filters of 3 x 3 x 3.
    assertThat(outcome.messages())
        .contains("/one and ", "/other cannot be averaged: parameter array 1 is weight of layer ")
        .containsPattern("with shape \\[.*3072, 4] and weight of layer \\S+ with shape \\[.*6.*]")
        .contains("in softmax and mine");
    assertThat(folder.resolve("report")).doesNotExist();
  }

  /** The first of two epochs, read whole as a member and by parts for an average alone. */
  @Test
  void aSnapshotOfAnotherNetworkIsNamedByLayerAndShapes() throws IOException {
    Path mixed = mixed("one", "other");
    for (String evaluation : List.of("members: 2, averages: []", "members: 1, averages: [ema]")) {
      CapturedRun outcome = evaluate(mixed, evaluation);
      assertThat(outcome.code()).isEqualTo(3);
      assertThat(outcome.messages())
          .contains("epoch-00001.snapshot is a snapshot of another network than its run's")
          // 32 x 32 x 3 inputs of 4 classes; 6 filters of 3 x 3 x 3.
          .containsPattern(
              "parameter array 1 is weight of layer \\S+ with shape \\[.*3072, 4] and ")
          .containsPattern(" and weight of layer \\S+ with shape \\[.*6.*] in softmax and mine");
      assertThat(folder.resolve("report")).doesNotExist();
    }
  }

  /** The same layers, for two classes more. */
  @Test
  void aSnapshotOfOtherClassesIsNamedByLayerAndShapes() throws IOException {
    Path mixed = mixed("one", "one");
    SnapshotStore snapshots =
        new SnapshotStore(
            new Configuration(), new org.apache.hadoop.fs.Path("" + mixed.resolve("snapshots")));
    float[] parameters = new float[32 * 32 * 3 * 6 + 6];
    snapshots.write(
        new Snapshot(
            snapshots.read(1).header(), new ReplicaState(parameters, new float[0], new float[0])));
    CapturedRun outcome = evaluate(mixed, "members: 2, averages: []");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.messages())
        .containsPattern("parameter array 1 is weight of layer \\S+ with shape \\[.*3072, 4] and ")
        .containsPattern(
            " and weight of layer \\S+ with shape \\[.*3072, 6] in softmax and softmax");
  }

  /** A copy of a run whose first snapshot is that of another run. */
  private Path mixed(String run, String other) throws IOException {
    Path mixed = folder.resolve("mixed");
    try (java.util.stream.Stream<Path> files = Files.walk(at(run))) {
      for (Path file : files.toList()) {
        Files.copy(file, mixed.resolve(at(run).relativize(file).toString()));
      }
    }
    for (String file : List.of("epoch-00001.snapshot", ".epoch-00001.snapshot.crc")) {
      Path strange = at(other).resolve("snapshots").resolve(file);
      Path own = mixed.resolve("snapshots").resolve(file);
      Files.deleteIfExists(own);
      if (Files.exists(strange)) {
        Files.copy(strange, own);
      }
    }
    return mixed;
  }

  private CapturedRun evaluate(Path run, String evaluation) throws IOException {
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"), "evaluation: {%s}\n".formatted(evaluation));
    return CapturedRun.of(
        "evaluate",
        "--run=" + run,
        "--data=" + at("data"),
        "--recipe=" + recipe,
        "--output=" + folder.resolve("report"),
        "--master=local[2]");
  }

  private static void assertDrawn(Chromium.Page page) {
    assertThat(page.console()).isEmpty();
    assertThat(page.dom())
        .contains("data-rendered=\"true\"")
        .doesNotContain("data-errors")
        .doesNotContain("NaN")
        .doesNotContain("undefined")
        .doesNotContain("Infinity");
  }

  private JsonNode evaluate(String split) throws IOException {
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), "evaluation: {bootstrap: 50}\n");
    run(
        "evaluate",
        "--run=" + at("one"),
        "--data=" + at("data"),
        "--recipe=" + recipe,
        "--split=" + split,
        "--output=" + folder.resolve("report"));
    return JSON.readTree(folder.resolve("report/metrics.json").toFile());
  }

  private static void train(String name, String network) throws IOException {
    Path recipe =
        Files.writeString(
            at(name + ".yaml"),
            """
            network: %s
            augmentation: {transforms: [{name: horizontal-flip}]}
            training: {epochs: 2, batch-size: 6, schedule: {rate: 0.01}}
            """
                .formatted(network));
    run("train", "--recipe=" + recipe, "--data=" + at("data"), "--output=" + at(name));
  }

  private static void run(String... arguments) {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.add("--master=local[2]");
    CapturedRun outcome = CapturedRun.of(all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private static Path at(String name) {
    return shared.resolve(name);
  }

  private static void draw(String split, int label, int number, Random random) throws IOException {
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 32; x++) {
        image.setRGB(x, y, random.nextInt(120) * 0x10101 + label * 0x20100f);
      }
    }
    Path file = at("raw/" + split + "/" + CLASSES.get(label) + "/" + number + ".png");
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }
}
