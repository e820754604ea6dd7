package org.polyak.train.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polyak.train.TrainingFixture;

/**
 * Placement by Spark's resource API on executors that are processes of their own. The GPUs are
 * invented: the discovery script is the real one with its override, ND4J's backend that for
 * processors.
 */
class GpuPlacementTest {

  @TempDir private Path folder;

  /** What a task found: where and when it ran, in milliseconds, on which GPU. */
  private record Place(String executor, String address, long began, long ended)
      implements Serializable {

    boolean overlaps(Place other) {
      return began < other.ended && other.began < ended;
    }
  }

  private JavaSparkContext cluster() throws IOException {
    TrainingFixture.stop();
    Path script = folder.resolve("discover.sh");
    String real = Path.of("../scripts/discover-gpus.sh").toRealPath().toString();
    Files.writeString(script, "#!/bin/sh\nPOLYAK_GPUS='4 7' exec " + real + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return JavaSparkContext.fromSparkContext(
        SparkSession.builder()
            .appName("gpus")
            // One machine with two cores and two GPUs; executors with one of each.
            .master("local-cluster[1,2,1024]")
            .config("spark.executor.cores", "1")
            .config("spark.executor.memory", "512m")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
            .config("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1")
            .config("spark.worker.resource.gpu.amount", "2")
            .config("spark.worker.resource.gpu.discoveryScript", script.toString())
            .config("spark.executor.resource.gpu.amount", "1")
            .config("spark.task.resource.gpu.amount", "1")
            .getOrCreate()
            .sparkContext());
  }

  @AfterAll
  static void stop() {
    TrainingFixture.stop();
  }

  @Test
  void everyTaskHasOneAddressAndNoAddressIsTakenTwiceAtATime() throws IOException {
    List<Place> places =
        cluster()
            .parallelize(Collections.nCopies(8, 0), 8)
            .map(
                task -> {
                  long began = System.currentTimeMillis();
                  String address = AssignedDevice.bind(Devices.GPU).address();
                  Thread.sleep(300);
                  return new Place(
                      SparkEnv.get().executorId(), address, began, System.currentTimeMillis());
                })
            .collect();
    assertThat(places).extracting(Place::address).containsOnly("4", "7");
    for (Place a : places) {
      for (Place b : places) {
        if (!a.equals(b) && a.overlaps(b)) {
          assertThat(a.address()).isNotEqualTo(b.address());
        }
        if (a.executor().equals(b.executor())) {
          assertThat(a.address()).as("the executor keeps its GPU").isEqualTo(b.address());
        }
      }
    }
    assertThat(places.stream().map(Place::executor).collect(Collectors.toSet())).hasSize(2);
  }

  @Test
  void aTaskWithoutGpuIsRefused() {
    JavaSparkContext plain = TrainingFixture.spark("local[1]");
    assertThatThrownBy(
            () -> plain.parallelize(List.of(0), 1).foreach(t -> AssignedDevice.bind(Devices.GPU)))
        .hasStackTraceContaining("needs one GPU a task, and Spark has assigned none");
  }
}
