package org.polyak.evaluate.average;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.pipeline.stage.Json;
import org.polyak.train.averaging.ReplicaState;
import org.polyak.train.network.LayoutDifference;
import org.polyak.train.network.Networks;
import org.polyak.train.network.Shape;
import org.polyak.train.snapshot.Snapshot;
import org.polyak.train.snapshot.SnapshotStore;

class SnapshotReductionTest {

  private static final SnapshotReduction.Check ANY = (snapshot, file) -> {};

  @TempDir private static Path folder;
  private static SparkSession session;
  private static JavaSparkContext spark;
  private static SnapshotStore store;

  @BeforeAll
  static void writeSnapshots() throws IOException {
    session =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", "false").getOrCreate();
    spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    store = new SnapshotStore(new Configuration(), new org.apache.hadoop.fs.Path("" + folder));
    write(1, 1, 10, 100, 1000, 5);
    write(2, 2, 20, 200, 2000, 5);
    write(3, 6, 60, 600, 6000, 5);
  }

  @AfterAll
  static void stopSpark() {
    session.stop();
  }

  private static void write(int epoch, float... parameters) throws IOException {
    store.write(
        new Snapshot(
            new Snapshot.Header(
                "net", epoch, null, 0, 0, false, 0, List.of(), List.of(), Json.object()),
            new ReplicaState(parameters, new float[] {9, 9}, new float[] {7})));
  }

  @Test
  void uniformWeights() {
    assertThat(SnapshotReduction.mean(spark, sources(1, 1, 1), 5, ANY))
        .containsExactly(3, 30, 300, 3000, 5);
  }

  /** 1, 1/2, 1/4 from the last on, over their sum 7/4: (6 + 1 + 1/4) 4/7 = 29/7. */
  @Test
  void decayingWeights() {
    float[] mean = SnapshotReduction.mean(spark, sources(0.25, 0.5, 1), 5, ANY);
    assertThat(mean[0]).isEqualTo((float) (29 / 7.0));
    assertThat(mean[4]).isEqualTo(5);
  }

  @Test
  void rangesMakeNoDifference() {
    assertThat(SnapshotReduction.mean(spark, sources(0.3, 0.3, 0.9), 5, ANY, 2))
        .isEqualTo(SnapshotReduction.mean(spark, sources(0.3, 0.3, 0.9), 5, ANY, 100));
  }

  @Test
  void damageIsNoticed() throws IOException {
    Path damaged = Files.createDirectory(folder.resolve("damaged"));
    Path file = damaged.resolve("epoch-00001.snapshot");
    byte[] bytes = Files.readAllBytes(folder.resolve("epoch-00001.snapshot"));
    bytes[bytes.length - 50] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(
            () ->
                SnapshotReduction.mean(
                    spark, List.of(new SnapshotSource("" + damaged, 1, 1)), 5, ANY))
        .hasStackTraceContaining("epoch-00001.snapshot: damaged snapshot");
  }

  @Test
  void otherNetworksAreNamedByLayerAndShapes() {
    Shape image = new Shape(32, 32, 3);
    assertThat(
            LayoutDifference.between(
                Networks.create("resnet20", image, 10), Networks.create("resnet20", image, 10)))
        .isEmpty();
    assertThat(
            LayoutDifference.between(
                Networks.create("resnet20", image, 10), Networks.create("resnet20", image, 100)))
        .containsPattern(
            "parameter array \\d+ is weight of layer \\S+ with shape \\[.*64, 10] and weight of"
                + " layer \\S+ with shape \\[.*64, 100]");
    assertThat(
            LayoutDifference.between(
                Networks.create("resnet8", image, 10), Networks.create("resnet20", image, 10)))
        .contains("of layer");
  }

  private static List<SnapshotSource> sources(double... weights) {
    return List.of(
        new SnapshotSource("" + folder, 1, weights[0]),
        new SnapshotSource("" + folder, 2, weights[1]),
        new SnapshotSource("" + folder, 3, weights[2]));
  }
}
