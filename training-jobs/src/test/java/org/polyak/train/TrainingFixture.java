package org.polyak.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.polyak.pipeline.cli.Polyak;

/** Small data and recipes for tests of the train stage, made by the real stages. */
public final class TrainingFixture {

  private TrainingFixture() {}

  /** A data set of 203 training and 50 validation images: numbers that divide by nothing. */
  public static Path dataset(Path folder) {
    Path sample = folder.resolve("sample");
    Path dataset = folder.resolve("dataset");
    run("sample", "--output", sample.toString(), "--train", "253", "--test", "20");
    run(
        "ingest",
        "--format",
        "cifar10",
        "--input",
        sample.toString(),
        "--output",
        dataset.toString(),
        "--validation",
        "50",
        "--master",
        "local[2]");
    return dataset;
  }

  /** Writes a recipe. */
  public static Path recipe(Path folder, String text) throws IOException {
    return Files.writeString(folder.resolve("recipe.yaml"), text);
  }

  /** Runs a command that must succeed. */
  public static void run(String... arguments) {
    assertThat(Polyak.execute(arguments)).as(String.join(" ", arguments)).isZero();
  }

  /** A session of its own; the one that is running, if any, is stopped. */
  public static JavaSparkContext spark(String master) {
    stop();
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("test")
            .master(master)
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1");
    if (master.startsWith("local-cluster")) {
      // Its executors are processes of their own, which know no class path but this.
      builder
          .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
          .config("spark.executorEnv.OMP_NUM_THREADS", "1")
          .config("spark.executorEnv.SPARK_LOCAL_IP", "127.0.0.1");
    }
    return JavaSparkContext.fromSparkContext(builder.getOrCreate().sparkContext());
  }

  /** Stops the running session. */
  public static void stop() {
    for (scala.Option<SparkSession> session :
        List.of(SparkSession.getActiveSession(), SparkSession.getDefaultSession())) {
      if (session.isDefined()) {
        session.get().stop();
      }
    }
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
  }
}
