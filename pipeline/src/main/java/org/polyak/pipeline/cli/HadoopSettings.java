package org.polyak.pipeline.cli;

import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import scala.Tuple2;

/** Hadoop's configuration before, or without, a Spark session. */
public final class HadoopSettings {

  private static final String PREFIX = "spark.hadoop.";

  private HadoopSettings() {}

  /**
   * What Hadoop's own files say, with the {@code spark.hadoop.*} settings of spark-submit and of
   * {@code settings} on top, as a Spark session would have it.
   */
  public static Configuration of(Map<String, String> settings) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> entry : new SparkConf().getAll()) {
      set(hadoop, entry._1(), entry._2());
    }
    settings.forEach((key, value) -> set(hadoop, key, value));
    return hadoop;
  }

  private static void set(Configuration hadoop, String key, String value) {
    if (key.startsWith(PREFIX)) {
      hadoop.set(key.substring(PREFIX.length()), value);
    }
  }
}
