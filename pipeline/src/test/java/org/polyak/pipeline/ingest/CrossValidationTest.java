package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.ImageRecord;
import org.polyak.pipeline.dataset.Split;

/** CIFAR-10's layout with 80 training images, 8 of every class, and 20 test images. */
class CrossValidationTest {

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void foldsAreDisjointAndCoverTheTrainingImages() throws IOException {
    CifarFixture.write(folder.resolve("raw"));
    List<String> all = new ArrayList<>();
    for (int fold = 1; fold <= 3; fold++) {
      ImageDataset dataset = ingested("fold-" + fold, "--folds=3", "--fold=" + fold);
      List<ImageRecord> aside = rows(dataset, Split.VALIDATION);
      List<String> ids = aside.stream().map(ImageRecord::id).toList();
      assertThat(aside).hasSize(fold == 3 ? 26 : 27);
      Map<Integer, Long> byLabel =
          aside.stream().collect(Collectors.groupingBy(ImageRecord::label, Collectors.counting()));
      assertThat(byLabel).hasSize(10);
      assertThat(byLabel.values()).containsOnly(2L, 3L);
      assertThat(rows(dataset, Split.TRAIN))
          .hasSize(80 - ids.size())
          .noneMatch(image -> ids.contains(image.id()));
      assertThat(rows(dataset, Split.TEST)).hasSize(20);
      all.addAll(ids);
    }
    assertThat(all).hasSize(80).doesNotHaveDuplicates();
  }

  @Test
  void parallelismChangesNothing() throws IOException {
    CifarFixture.write(folder.resolve("raw"));
    ImageDataset one = ingested("one", "--folds=4", "--fold=2", "--master=local[1]");
    SparkSessions.closeRunning();
    ImageDataset other = ingested("other", "--folds=4", "--fold=2", "--master=local[4]");
    assertThat(other.info()).isEqualTo(one.info());
    for (String split : List.of("train", "validation", "test")) {
      String file = "images/split=" + split + "/part-00000.parquet";
      assertThat(folder.resolve("other").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one").resolve(file));
    }
  }

  @Test
  void anotherFoldIsAnotherDataSet() throws IOException {
    CifarFixture.write(folder.resolve("raw"));
    ingested("data", "--folds=4", "--fold=2");
    assertThat(ingest("data", "--folds=4", "--fold=2").out()).contains("already complete");
    CapturedRun run = ingest("data", "--folds=4", "--fold=3");
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.messages()).contains("fold");
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    CifarFixture.write(folder.resolve("raw"));
    assertUsage("which of the 4 folds is validated?", "--folds=4");
    assertUsage("fold 2 of how many?", "--fold=2");
    assertUsage("give one of the two", "--folds=4", "--fold=1", "--validation=10");
    assertUsage("there are only 80 training images", "--folds=81", "--fold=1");
    for (String split : List.of("train", "val")) {
      for (int i = 0; i < 4; i++) {
        Photos.write(
            folder.resolve("photos/" + split + "/cats/" + split + i + ".png"), "png", 8, 8, i);
      }
    }
    CapturedRun run =
        CapturedRun.of(
            "ingest",
            "--input=" + folder.resolve("photos"),
            "--output=" + folder.resolve("set"),
            "--folds=2",
            "--fold=1");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.messages()).contains("the input has one of its own (4 images)");
  }

  @Test
  void aRecipeIsCheckedAtOnce() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(recipe, "data:\n  validation: 10\n  folds: 4\n  fold: 5\n");
    CapturedRun run =
        CapturedRun.of("run", "--recipe=" + recipe, "--output=" + folder.resolve("work"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("data.fold (line 4): expected fold 1 to 4, found 5")
        .contains("data.folds (line 3): a fold is the validation split");
    CapturedRun set =
        CapturedRun.of(
            "run",
            "--recipe=" + recipe,
            "--set=data.validation=null",
            "--set=data.fold=4",
            "--output=" + folder.resolve("work"),
            "--print-config");
    assertThat(set.code()).as(set.err()).isZero();
    assertThat(set.out()).contains("\"fold\" : 4");
  }

  private void assertUsage(String message, String... options) throws IOException {
    CapturedRun run = ingest("data", options);
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.messages()).contains(message);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  private ImageDataset ingested(String name, String... options) throws IOException {
    CapturedRun run = ingest(name, options);
    assertThat(run.code()).as(run.err()).isZero();
    return ImageDataset.open(
        new Configuration(), new org.apache.hadoop.fs.Path(folder.resolve(name).toString()));
  }

  private CapturedRun ingest(String name, String... options) {
    List<String> arguments = new ArrayList<>(List.of("ingest", "--format=cifar10"));
    arguments.add("--input=" + folder.resolve("raw"));
    arguments.add("--output=" + folder.resolve(name));
    arguments.addAll(List.of(options));
    return CapturedRun.of(arguments.toArray(String[]::new));
  }

  private static List<ImageRecord> rows(ImageDataset dataset, Split split) throws IOException {
    List<ImageRecord> rows = new ArrayList<>();
    dataset.rows(split, 0, dataset.info().rows(split)).read(new Configuration(), rows::add);
    return rows;
  }
}
