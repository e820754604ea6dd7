package org.polyak.augment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.augment.DatasetFixture;
import org.polyak.pipeline.cli.Polyak;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.stage.RunPlan;

class AugmentCommandTest {

  private static final int SIDE = 32;

  @TempDir private Path folder;

  private Path data;
  private Path png;
  private String message = "";

  /** Four classes, one colour each. */
  @BeforeEach
  void makeDataset() throws IOException {
    data = folder.resolve("dataset");
    png = folder.resolve("out/preview.png");
    List<ImageRecord> images = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      byte[] rgb = new byte[SIDE * SIDE * 3];
      Arrays.fill(rgb, (byte) (60 * (i % 4)));
      images.add(new ImageRecord("i/" + i, i % 4, SIDE, SIDE, "rgb8", rgb, ""));
    }
    DatasetFixture.write(data, List.of("zero", "one", "two", "three"), images);
  }

  @Test
  void drawsOneRowAnImageAndOneColumnADraw() throws IOException {
    assertThat(augment("--policy", "cifar", "--images", "4", "--draws", "3")).isZero();
    BufferedImage sheet = ImageIO.read(png.toFile());
    // Margins of 10 and gaps of 8 around tiles of 128 (32 x 32 pixels, fourfold); four images, and
    // a strip for each of the two transforms.
    assertThat(sheet.getWidth()).isEqualTo(2 * 10 + 4 * 128 + 3 * 8);
    List<Integer> greys = new ArrayList<>();
    int column = 10 + 64;
    for (int y = 1; y < sheet.getHeight(); y++) {
      // The upper edge of a tile: white above, one grey below.
      int inside = sheet.getRGB(column, y) & 0xFF;
      boolean edge = sheet.getRGB(10, y - 1) == 0xFFFFFFFF && sheet.getRGB(10, y) != 0xFFFFFFFF;
      if (edge && sheet.getRGB(10, y) == sheet.getRGB(10 + 127, y)) {
        greys.add(inside);
      }
    }
    // The four classes in label order, then the first image again.
    assertThat(greys).containsExactly(0, 60, 120, 180, 0, 0);
    try (Stream<Path> files = Files.list(png.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("preview.png", ".preview.png.crc");
    }
  }

  @Test
  void isTheSamePictureEveryTimeAndAnotherForAnotherSeed() throws IOException {
    assertThat(augment("--policy", "cifar")).isZero();
    byte[] first = Files.readAllBytes(png);
    assertThat(augment("--policy", "cifar")).isZero();
    assertThat(Files.readAllBytes(png)).isEqualTo(first);
    assertThat(augment("--policy", "cifar", "--seed", "2")).isZero();
    assertThat(Files.readAllBytes(png)).isNotEqualTo(first);
  }

  @Test
  void takesThePolicyOfARecipe() throws IOException {
    Path recipe = folder.resolve("r.yaml");
    Files.writeString(recipe, "augmentation: {policy: none}\n");
    assertThat(augment("--recipe", recipe.toString(), "--set", "augmentation.policy=cifar"))
        .isZero();
    byte[] fromRecipe = Files.readAllBytes(png);
    assertThat(augment("--policy", "cifar")).isZero();
    assertThat(Files.readAllBytes(png)).isEqualTo(fromRecipe);
  }

  @Test
  void replacesItsOwnFileButNoOther() throws IOException {
    Files.createDirectories(png.getParent());
    Files.writeString(png, "a diary");
    assertThat(augment("--policy", "cifar")).isEqualTo(4);
    assertThat(message).contains("is no preview made by Polyak");
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    assertThat(augment("--policy", "cifar")).isEqualTo(4);
    assertThat(augment("--policy", "cifar", "--overwrite")).isZero();
    assertThat(augment("--policy", "none")).isZero();
  }

  @Test
  void standsInForClassesWithoutImages() throws IOException {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    DatasetFixture.write(
        folder.resolve("one"),
        List.of("a", "b", "c"),
        List.of(
            new ImageRecord("x", 1, SIDE, SIDE, "rgb8", rgb, ""),
            new ImageRecord("y", 1, SIDE, SIDE, "rgb8", rgb, "")));
    data = folder.resolve("one");
    assertThat(augment("--policy", "cifar", "--images", "5")).isZero();
    assertThat(message).contains("2 images, 8 draws of each");
  }

  @Test
  void explainsWrongArguments() throws IOException {
    assertThat(augment("--policy", "cifer")).isEqualTo(2);
    assertThat(message).contains("Unknown policy cifer (known: alexnet, ", "did you mean cifar?");
    assertThat(augment()).isEqualTo(2);
    assertThat(message).contains("--policy").contains("--recipe");
    assertThat(augment("--policy", "cifar", "--recipe", "r.yaml")).isEqualTo(2);
    assertThat(augment("--policy", "cifar", "--draws", "0")).isEqualTo(2);
    assertThat(message).contains("--draws 0: expected 1 to 64");
    data = folder.resolve("nowhere");
    assertThat(augment("--policy", "cifar")).isEqualTo(3);
    assertThat(message).contains("nowhere: no such data set");
    DatasetFixture.write(folder.resolve("empty"), List.of("a"), List.of());
    data = folder.resolve("empty");
    assertThat(augment("--policy", "cifar")).isEqualTo(3);
    assertThat(message).contains("has no training images");
    assertThat(Files.exists(png)).isFalse();
  }

  @Test
  void aRunLeavesAPreviewBesideItsOutputs() {
    RunPlan plan = new RunPlan("r.yaml", List.of("a=1", "b.c=2"), null, "out", false);
    assertThat(new AugmentStage().argumentsForRun(plan))
        .containsExactly(
            "--data",
            "out/dataset",
            "--recipe",
            "r.yaml",
            "--set",
            "a=1",
            "--set",
            "b.c=2",
            "--preview",
            "out/augmentation.png");
  }

  private int augment(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("augment", "--data", data.toString(), "--preview", png.toString()));
    arguments.addAll(List.of(more));
    PrintStream terminal = System.err;
    ByteArrayOutputStream captured = new ByteArrayOutputStream();
    System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
    try {
      return Polyak.execute(arguments.toArray(String[]::new));
    } finally {
      System.setErr(terminal);
      message = captured.toString(StandardCharsets.UTF_8);
    }
  }
}
