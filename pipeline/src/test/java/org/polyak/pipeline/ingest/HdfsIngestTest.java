package org.polyak.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.cli.CapturedRun;
import org.polyak.pipeline.cli.SparkSessions;
import org.polyak.pipeline.dataset.ImageDataset;
import org.polyak.pipeline.dataset.Split;

/** From a real HDFS to a real HDFS. */
class HdfsIngestTest {

  @TempDir Path folder;

  @AfterEach
  void closeSpark() {
    SparkSessions.closeRunning();
  }

  @Test
  void dataSetOnHdfsIsTheSameAsOnTheLocalDisk() throws IOException {
    Path raw = folder.resolve("raw");
    for (int i = 0; i < 30; i++) {
      Photos.write(raw.resolve("train/c%d/%02d.jpg".formatted(i % 3, i)), "jpg", 50, 40 + i, i);
    }
    Path local = folder.resolve("local");
    CapturedRun onDisk = ingest(raw.toString(), local.toString());
    assertThat(onDisk.code()).as(onDisk.err()).isZero();

    Configuration settings = new Configuration();
    settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    try (MiniDFSCluster cluster = new MiniDFSCluster.Builder(settings).numDataNodes(2).build()) {
      cluster.waitActive();
      FileSystem hdfs = cluster.getFileSystem();
      String root = hdfs.getUri().toString();
      hdfs.copyFromLocalFile(path(raw.toString()), path("/raw"));
      CapturedRun run = ingest(root + "/raw", root + "/sets/photos");
      assertThat(run.code()).as(run.err()).isZero();
      ImageDataset there = ImageDataset.open(settings, path(root + "/sets/photos"));
      ImageDataset here = ImageDataset.open(new Configuration(), path(local.toString()));
      assertThat(there.info()).isEqualTo(here.info());
      assertThat(there.statistics()).isEqualTo(here.statistics());
      assertThat(there.info().rows(Split.TRAIN)).isEqualTo(27);
      assertThat(hdfs.exists(path("/sets/_incomplete-photos"))).isFalse();
    }
  }

  private static CapturedRun ingest(String input, String output) {
    return CapturedRun.of("ingest", "--input", input, "--output", output, "--master", "local[2]");
  }

  private static org.apache.hadoop.fs.Path path(String path) {
    return new org.apache.hadoop.fs.Path(path);
  }
}
