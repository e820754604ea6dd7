package org.polyak.pipeline.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Options that every stage has. */
public final class CommonOptions {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description = "Spark master; default: that of spark-submit, else local[*]")
  private String master;

  @Option(
      names = "--spark-conf",
      paramLabel = "KEY=VALUE",
      description = "a Spark setting; may be repeated")
  private final Map<String, String> sparkConf = new LinkedHashMap<>();

  @Option(
      names = "--overwrite",
      description = "replace a complete output that was made differently")
  private boolean overwrite;

  @Option(names = "--verbose", description = "print stack traces")
  private boolean verbose;

  /** Whether a complete output that was made differently may be replaced. */
  public boolean overwrite() {
    return overwrite;
  }

  /** Hadoop's configuration with this command's {@code spark.hadoop.*} settings. */
  public Configuration hadoop() {
    return HadoopSettings.of(sparkConf);
  }

  /** Whether stack traces are wanted. */
  public boolean verbose() {
    return verbose;
  }

  /**
   * The session of this process, created on first use with this command's settings. It stays open
   * for the next stage of the same process; the command line closes it at the end.
   */
  public SparkSession spark(String stage) {
    return SparkSessions.open("polyak " + stage, master, sparkConf);
  }
}
