package org.polyak.augment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.augment.DatasetFixture;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.stage.Json;

/** One clear message, and nothing is written; what is odd but right is done. */
class BadInputTest {

  private static final List<String> SHAPES = List.of("1x40", "40x1", "1x1", "31x17");

  @TempDir private Path folder;

  private Path data;
  private Path png;
  private String message = "";

  @BeforeEach
  void makeDataset() throws IOException {
    data = folder.resolve("data");
    png = folder.resolve("preview.png");
    DatasetFixture.write(data, List.of("a"), SHAPES.stream().map(BadInputTest::image).toList());
  }

  @Test
  void everyProblemOfAPolicyIsNamedWithItsLine() throws IOException {
    refused(
        2,
        """
        transforms:
          - {name: rotate}
          - {name: rotation, min: 20, max: -20}
          - {name: brightness, min: 1.5}
          - {name: saturation, max: 0.2}
          - {name: random-resized-crop, size: 32, minArea: 0.9, maxArea: 0.5}
          - {name: random-scale-crop, size: 32, shortest: 50, longest: 40}
          - {name: random-erasing, minArea: 0.5, maxArea: 0.4}
          - {name: horizontal-flip, probability: 1.5}
          - {name: random-apply, probability: -0.1, transforms: [{name: hue}]}
          - {name: grayscale, probability: .nan}
          - {name: random-choice}
          - {name: [hue], min: 3}
          - {name: random-aply, transforms: [{name: hue}], probability: 0.5}
        """,
        "policy.yaml: 13 problems",
        "transforms[0].name (line 2): unknown transform \"rotate\"",
        "transforms[1].min (line 3): 20.0 is above max, which is -20.0",
        "transforms[2].min (line 4): 1.5 is above max, which is 1.4 if it is not given",
        "transforms[3].max (line 5): 0.2 is below min, which is 0.6 if it is not given",
        "transforms[4].minArea (line 6): 0.9 is above maxArea, which is 0.5",
        "transforms[5].longest (line 7): 40 is below shortest, 50",
        "transforms[6].minArea (line 8): 0.5 is above maxArea, which is 0.4",
        "transforms[7].probability (line 9): 1.5 is out of range (expected 0.0 to 1.0)",
        "transforms[8].probability (line 10): -0.1 is out of range (expected 0.0 to 1.0)",
        "transforms[9].probability (line 11): expected a number, found \".nan\"",
        "transforms[10].transforms (default): empty; expected one transform at least",
        "transforms[11].name (line 13): expected a text, found a list",
        "transforms[12].name (line 14): unknown transform \"random-aply\"");
  }

  @Test
  void aFileWithoutAPolicyIsNoPolicy() throws IOException {
    refused(2, "", "policy (default): expected policy or transforms, found neither");
    refused(2, "border: reflect\n", "expected policy or transforms, found neither");
    refused(2, "- hue\n", "expected keys and values at the top level");
    refused(2, "transforms: [hue\n", "not valid YAML (line 2");
  }

  /** The rule for crops that do not fit: they reach over the border. */
  @Test
  void cropsLargerThanTheImageArePadded() throws IOException {
    accepted("transforms: [{name: centre-crop, size: 64}]");
    BufferedImage sheet = ImageIO.read(png.toFile());
    // The first draw of the first image: its column of one pixel is in the middle of a square of
    // the training images' mean.
    int left = 10 + 128 + 8;
    int mean = 0xFF7D7B72;
    int top = 0;
    while (sheet.getRGB(left, top) != mean) {
      top++;
    }
    assertThat(sheet.getRGB(left + 127, top)).isEqualTo(mean);
    assertThat(sheet.getRGB(left, top + 127)).isEqualTo(mean);
    assertThat(sheet.getRGB(left + 127, top + 127)).isEqualTo(mean);
  }

  /** Of every preset and of what changes sizes or looks at neighbours. */
  @Test
  void linesPointsAndOddSizesAreImagesToo() throws IOException {
    for (String policy : new PolicyNames()) {
      if (!List.of("resnet", "alexnet").contains(policy)) {
        assertThat(preview(policy)).as(message).isZero();
      }
    }
    accepted(
        """
        transforms:
          - {name: random-scale-crop, size: 24, shortest: 30, longest: 48}
          - {name: rotation}
          - {name: lens}
          - {name: perspective}
          - {name: gaussian-blur}
          - {name: sharpness}
          - {name: equalize, probability: 1}
          - {name: autocontrast, probability: 1}
          - {name: random-erasing, probability: 1}
          - {name: cutout}
        """);
    accepted("transforms: [{name: gaussian-blur, min: 2}, {name: sharpness}, {name: stretch}]");
    accepted("transforms: [{name: resize, side: 16}, {name: cutout}]");
  }

  @Test
  void anImageOfTooManyPixelsIsRefused() throws IOException {
    DatasetFixture.write(folder.resolve("long"), List.of("a"), List.of(image("1x30000")));
    data = folder.resolve("long");
    refused(
        2,
        "transforms: [{name: resize, side: 256}]",
        "makes an image of 256 x 7680000 pixels (rows x columns), of at most 100,000,000 pixels");
  }

  @Test
  void aRowWithoutPixelsIsNamed() throws IOException {
    DatasetFixture.write(
        folder.resolve("zero"),
        List.of("a"),
        List.of(new ImageRecord("train/none.png", 0, 0, 5, "png", new byte[9], "")));
    data = folder.resolve("zero");
    refused(
        3,
        "policy: cifar",
        "image train/none.png has 5 x 0 pixels (rows x columns), expected 1 x 1 or more");
  }

  @Test
  void whatIsNotKnownOfTheColoursIsOnlyMissedByThePolicyThatNeedsIt() throws IOException {
    String jitter = "transforms: [{name: random-apply, transforms: [{name: pca-colour}]}]";
    ArrayNode nulls = Json.object().putArray("x").addNull().addNull().addNull();
    ArrayNode words = Json.object().putArray("x").add("a").add("b").add("c");
    for (JsonNode values : List.of(Json.object().nullNode(), Json.tree(List.of()), nulls)) {
      statistics("eigenvalues", values);
      accepted("policy: cifar");
      refused(3, jitter, "pca-colour needs the principal components", "run polyak ingest again");
    }
    statistics("eigenvalues", Json.tree(List.of(0.2, 0.1, 0.05)));
    statistics("eigenvectors", Json.tree(List.of(List.of(1, 0), List.of(0, 1), List.of(1, 1))));
    refused(3, jitter, "statistics.json has no eigenvalues and eigenvectors of three numbers each");
    statistics("eigenvalues", words);
    refused(3, jitter, "data/statistics.json: not a Statistics");
  }

  @Test
  void aMissingMeanIsNamed() throws IOException {
    statistics("mean", Json.object().nullNode());
    refused(3, "policy: cifar", "mean of the training images in statistics.json is null, expected");
    statistics("mean", Json.tree(List.of(0.1, 0.2)));
    refused(3, "policy: cifar", "is [0.1, 0.2], expected a number for each of 3 channels");
  }

  /** Refused by preview and by the stage alike, before anything is written. */
  private void refused(int code, String policy, String... texts) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    Files.deleteIfExists(png);
    assertThat(preview(file.toString())).as(message).isEqualTo(code);
    assertThat(message).contains(texts).doesNotContain("\tat ", "Internal failure");
    assertThat(png).doesNotExist();
    Path output = folder.resolve("output");
    assertThat(
            run(
                "augment",
                "--data",
                data.toString(),
                "--policy",
                file.toString(),
                "--epochs",
                "1",
                "--output",
                output.toString(),
                "--master",
                "local[1]"))
        .as(message)
        .isEqualTo(code);
    assertThat(message).contains(texts).doesNotContain("\tat ", "Internal failure");
    assertThat(output).doesNotExist();
    assertThat(folder.resolve("_incomplete-output")).doesNotExist();
  }

  private void accepted(String policy) throws IOException {
    Path file = Files.writeString(folder.resolve("policy.yaml"), policy);
    assertThat(preview(file.toString())).as(message).isZero();
    assertThat(png).exists();
  }

  private int preview(String policy) {
    return run(
        "augment", "--data", data.toString(), "--policy", policy, "--preview", png.toString());
  }

  private void statistics(String field, JsonNode value) throws IOException {
    Configuration hadoop = new Configuration();
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(data.resolve("statistics.json").toUri());
    ObjectNode all = (ObjectNode) Json.read(hadoop, file);
    all.set(field, value);
    Json.write(hadoop, file, all);
  }

  /** Of rows x columns, noise. */
  private static ImageRecord image(String shape) {
    String[] sides = shape.split("x", 2);
    int height = Integer.parseInt(sides[0]);
    int width = Integer.parseInt(sides[1]);
    byte[] rgb = new byte[height * width * 3];
    new Random(7).nextBytes(rgb);
    return new ImageRecord("i/" + shape, 0, width, height, "rgb8", rgb, "");
  }

  private int run(String... arguments) {
    PrintStream err = System.err;
    PrintStream out = System.out;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(captured, true, StandardCharsets.UTF_8);
    System.setErr(both);
    System.setOut(both);
    try {
      return Polyak.execute(arguments);
    } finally {
      System.setErr(err);
      System.setOut(out);
      message = captured.toString(StandardCharsets.UTF_8);
    }
  }
}
