package org.polyak.augment.materialize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.augment.Augmenter;
import org.polyak.augment.DatasetFixture;
import org.polyak.augment.colour.ColourComponents;
import org.polyak.augment.image.Normalization;
import org.polyak.augment.policy.AugmentationPolicy;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.pipeline.config.Recipe;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;
import org.polyak.pipeline.stage.Json;

class MaterializationTest {

  private static final String POLICY =
      """
      transforms:
        - {name: pad-and-crop, padding: 4}
        - {name: rotation, min: -20, max: 20}
        - {name: contrast}
        - {name: pca-colour}
        - {name: gaussian-noise}
      """;
  private static final int EPOCHS = 3;

  @TempDir private static Path folder;

  private static Path parent;
  private static Path policy;
  private static Path made;
  private static String message = "";

  @BeforeAll
  static void augmentTheSampleSet() throws IOException {
    Path sample = folder.resolve("sample");
    parent = folder.resolve("parent");
    assertThat(run("sample", "--output", sample.toString(), "--train", "70", "--test", "20"))
        .isZero();
    assertThat(
            run(
                "ingest",
                "--input",
                sample.toString(),
                "--output",
                parent.toString(),
                "--validation",
                "10",
                "--master",
                "local[2]"))
        .isZero();
    policy = Files.writeString(folder.resolve("policy.yaml"), POLICY);
    made = folder.resolve("made");
    assertThat(augment(made, policy.toString(), "--seed", "7", "--master", "local[2]")).isZero();
  }

  /** The network's input on the fly, taken back to the scale of bytes, is the stored byte. */
  @Test
  void pixelsAreThoseOfTrainingRoundedToBytes() throws IOException {
    ImageDataset before = open(parent);
    Normalization normalization = Normalization.of(before.statistics());
    AugmentationPolicy read =
        AugmentationPolicy.readAlone(Recipe.parse("policy", POLICY, List.of()).root());
    Augmenter augmenter =
        new Augmenter(read, normalization, ColourComponents.of(before.statistics()), 32, 32, 7);
    List<ImageRecord> originals = images(before, Split.TRAIN);
    List<ImageRecord> stored = images(open(made), Split.TRAIN);
    assertThat(originals).hasSize(60);
    assertThat(stored).hasSize(60 * EPOCHS);
    float[] values = new float[32 * 32 * 3];
    int fractions = 0;
    for (int i = 0; i < stored.size(); i++) {
      int epoch = i / 60;
      ImageRecord original = originals.get(i % 60);
      ImageRecord found = stored.get(i);
      assertThat(found.id()).isEqualTo(original.id() + "@epoch-" + epoch);
      assertThat(found.label()).isEqualTo(original.label());
      augmenter.apply(epoch, original, values, 0);
      for (int k = 0; k < values.length; k++) {
        double value =
            255
                * (values[k] * normalization.deviation().get(k % 3)
                    + normalization.mean().get(k % 3));
        int stepped = found.image()[k] & 0xFF;
        assertThat((double) stepped).isCloseTo(value, within(0.501));
        fractions += Math.abs(stepped - value) > 0.1 ? 1 : 0;
      }
    }
    // The comparison is about rounding only if there is something to round.
    assertThat(fractions).isGreaterThan(stored.size() * 1000);
  }

  @Test
  void onlyTheTrainingSplitIsAugmented() throws IOException {
    ImageDataset before = open(parent);
    ImageDataset after = open(made);
    for (Split split : new Split[] {Split.VALIDATION, Split.TEST}) {
      assertThat(after.info().files(split)).hasSameSizeAs(before.info().files(split));
      for (int i = 0; i < before.info().files(split).size(); i++) {
        assertThat(made.resolve(after.info().files(split).get(i).path()))
            .hasSameBinaryContentAs(parent.resolve(before.info().files(split).get(i).path()));
      }
    }
    assertThat(after.info().width()).isEqualTo(32);
    assertThat(after.info().labels()).isEqualTo(before.info().labels());
    assertThat(after.statistics().mean()).isEqualTo(before.statistics().mean());
    assertThat(after.statistics().eigenvalues()).isEqualTo(before.statistics().eigenvalues());
    before
        .statistics()
        .counts()
        .get("train")
        .forEach(
            (label, count) ->
                assertThat(after.statistics().counts().get("train"))
                    .containsEntry(label, count * EPOCHS));
    JsonNode manifest =
        Json.read(
            new Configuration(),
            new org.apache.hadoop.fs.Path(made.resolve("manifest.json").toUri()));
    JsonNode identity = manifest.path("identity");
    assertThat(identity.path("inputs").path("dataset").asText())
        .isEqualTo(before.info().fingerprint());
    assertThat(identity.path("configuration").path("seed").asLong()).isEqualTo(7);
    assertThat(identity.path("configuration").path("epochs").asInt()).isEqualTo(EPOCHS);
    assertThat(identity.path("configuration").path("policy").path("transforms")).hasSize(5);
    assertThat(manifest.path("counts").path("parent").asText()).endsWith("parent");
    List<ImageRecord> all = images(after, Split.TRAIN);
    assertThat(new HashSet<>(all.stream().map(ImageRecord::id).toList())).hasSameSizeAs(all);
  }

  @Test
  void coresDoNotMatter() throws IOException {
    Path alone = folder.resolve("alone");
    assertThat(augment(alone, policy.toString(), "--seed", "7", "--master", "local[1]")).isZero();
    try (Stream<Path> files = Files.walk(made.resolve("images"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        assertThat(alone.resolve(made.relativize(file))).hasSameBinaryContentAs(file);
      }
    }
    assertThat(open(alone).info()).isEqualTo(open(made).info());
    Path other = folder.resolve("other");
    assertThat(augment(other, policy.toString(), "--seed", "8")).isZero();
    assertThat(open(other).info().fingerprint()).isNotEqualTo(open(made).info().fingerprint());
  }

  @Test
  void hasNothingToDoWhenItIsThereAndRefusesOtherwise() throws IOException {
    assertThat(augment(made, policy.toString(), "--seed", "7")).isZero();
    assertThat(message).contains("made is already complete");
    assertThat(augment(made, policy.toString(), "--seed", "9")).isEqualTo(4);
    assertThat(message).contains("made differently: configuration.seed is 7 there and 9 here");
    assertThat(augment(parent, "cifar")).isEqualTo(2);
    assertThat(message).contains("is the data set itself");
    assertThat(augment(folder.resolve("x"), "small-data")).isEqualTo(2);
    assertThat(message).contains("mixes images of a batch", "leave mixup and cutmix out");
    assertThat(run("augment", "--data", parent.toString(), "--policy", "cifar")).isEqualTo(2);
    assertThat(message).contains("give --preview FILE, --output DATASET2 or both");
    assertThat(run("augment", "--data", parent.toString(), "--policy", "cifar", "--output", "x"))
        .isEqualTo(2);
    assertThat(message).contains("--output and --epochs belong together");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void whatWasChangedIsNoticed() throws IOException {
    Path changed = folder.resolve("changed");
    byte[] rgb = new byte[48];
    DatasetFixture.write(
        changed, List.of("a"), List.of(new ImageRecord("x", 0, 4, 4, "rgb8", rgb, "00")));
    assertThat(
            run(
                "augment",
                "--data",
                changed.toString(),
                "--policy",
                "cifar",
                "--epochs",
                "1",
                "--output",
                folder.resolve("y").toString()))
        .isEqualTo(3);
    // The fixture's fingerprint is none.
    assertThat(message).contains("expected fixture: it was changed after it was made");
    assertThat(folder.resolve("y")).doesNotExist();
    assertThat(folder.resolve("_incomplete-y")).doesNotExist();
  }

  @Test
  void takesARecipeAsPolicy() throws IOException {
    Path recipe =
        Files.writeString(folder.resolve("recipe.yaml"), "augmentation:\n" + POLICY.indent(2));
    Path made2 = folder.resolve("made2");
    assertThat(augment(made2, recipe.toString(), "--seed", "7")).isZero();
    assertThat(open(made2).info()).isEqualTo(open(made).info());
    assertThat(augment(folder.resolve("z"), folder.resolve("none.yaml").toString())).isEqualTo(2);
    assertThat(message).contains("none.yaml: no such file");
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.yaml"), "transforms:\n  - {name: rotate}\nborders: mean\n");
    assertThat(augment(folder.resolve("z"), wrong.toString())).isEqualTo(2);
    assertThat(message)
        .contains("transforms[0].name (line 2): unknown transform \"rotate\"")
        .contains("borders (line 3): unknown key, did you mean border?");
  }

  private static int augment(Path output, String policy, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "augment",
                "--data",
                parent.toString(),
                "--policy",
                policy,
                "--epochs",
                Integer.toString(EPOCHS),
                "--output",
                output.toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private static int run(String... arguments) {
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

  private static ImageDataset open(Path dataset) throws IOException {
    return ImageDataset.open(new Configuration(), new org.apache.hadoop.fs.Path(dataset.toUri()));
  }

  private static List<ImageRecord> images(ImageDataset dataset, Split split) throws IOException {
    List<ImageRecord> images = new ArrayList<>();
    dataset.rows(split, 0, dataset.info().rows(split)).read(new Configuration(), images::add);
    return images;
  }
}
