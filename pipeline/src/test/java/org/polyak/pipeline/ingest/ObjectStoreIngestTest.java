package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.stage.ObjectStore;
import org.polyak.pipeline.stage.StageOutput;

/** From an object store to an object store, with a death in the middle of the move into place. */
class ObjectStoreIngestTest {

  private static final String BUCKET = "photos";
  private static final String ROOT = "objects://" + BUCKET;

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    ObjectStore.revive(BUCKET);
    SparkSessions.closeRunning();
  }

  @Test
  void dataSetIsTheSameAsOnTheLocalDiskAndNeverHalfThere() throws IOException {
    Path raw = folder.resolve("raw");
    for (int i = 0; i < 12; i++) {
      Photos.write(raw.resolve("train/c%d/%02d.jpg".formatted(i % 3, i)), "jpg", 50, 40 + i, i);
    }
    Path local = folder.resolve("local");
    CapturedRun onDisk = ingest(raw.toString(), local.toString());
    assertThat(onDisk.code()).as(onDisk.err()).isZero();

    Configuration settings = ObjectStore.configuration();
    FileSystem store = path(ROOT + "/raw").getFileSystem(settings);
    store.copyFromLocalFile(path(raw.toString()), path(ROOT + "/raw"));
    long before = ObjectStore.changes(BUCKET);
    CapturedRun run = ingest(ROOT + "/raw", ROOT + "/sets/photos");
    assertThat(run.code()).as(run.err()).isZero();
    ImageDataset there = ImageDataset.open(settings, path(ROOT + "/sets/photos"));
    ImageDataset here = ImageDataset.open(new Configuration(), path(local.toString()));
    assertThat(there.info()).isEqualTo(here.info());
    assertThat(there.statistics()).isEqualTo(here.statistics());
    long changes = ObjectStore.changes(BUCKET) - before;

    // The move is the last of it: all images are in place, the manifest is not.
    ObjectStore.dieAfter(BUCKET, changes - 6);
    CapturedRun killed = ingest(ROOT + "/raw", ROOT + "/sets/again");
    assertThat(killed.code()).isNotZero();
    ObjectStore.revive(BUCKET);
    assertThat(ObjectStore.keys(BUCKET, "sets/again/")).contains("sets/again/dataset.json");
    assertThat(store.exists(path(ROOT + "/sets/again/" + StageOutput.MANIFEST))).isFalse();
    assertThatThrownBy(() -> ImageDataset.open(settings, path(ROOT + "/sets/again")))
        .hasMessageContaining("is not a complete data set: manifest.json is missing");

    CapturedRun again = ingest(ROOT + "/raw", ROOT + "/sets/again");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(ImageDataset.open(settings, path(ROOT + "/sets/again")).info())
        .isEqualTo(here.info());
  }

  private static CapturedRun ingest(String input, String output) {
    return CapturedRun.of(
        "ingest",
        "--input",
        input,
        "--output",
        output,
        "--master",
        "local[2]",
        "--spark-conf",
        "spark.hadoop.fs.objects.impl=" + ObjectStore.class.getName());
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }
}
