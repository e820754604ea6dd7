package org.polyak.pipeline.cli;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.polyak.pipeline.error.PolyakException;

/** Opens Spark sessions with the settings that every stage needs. */
public final class SparkSessions {

  private SparkSessions() {}

  /**
   * The running session, or a new one.
   *
   * @param application name in Spark's pages
   * @param master Spark master; null for that of spark-submit, else {@code local[*]}
   * @param settings Spark settings, which win over the defaults here
   */
  public static SparkSession open(String application, String master, Map<String, String> settings) {
    SparkConf conf = new SparkConf();
    conf.setAppName(application);
    if (master != null) {
      conf.setMaster(master);
    }
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
    }
    // Our own line shows progress; Spark's bar would overwrite it.
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    // Replicas come back as results of tasks: straight, not by way of the block manager. What is
    // broadcast, floats of a network, does not compress.
    conf.setIfMissing("spark.task.maxDirectResultSize", "64m");
    conf.setIfMissing("spark.broadcast.compress", "false");
    // What is shuffled is images, most of them compressed already.
    conf.setIfMissing("spark.shuffle.compress", "false");
    conf.setIfMissing("spark.shuffle.spill.compress", "false");
    // On a local disk: every 512 bytes by default, which makes as many small writes of an image.
    conf.setIfMissing("spark.hadoop.file.bytes-per-checksum", "65536");
    settings.forEach(conf::set);
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception e) {
      // Scala throws the checked SparkException without declaring it.
      if (String.valueOf(e.getMessage()).contains("Could not parse Master URL")) {
        throw PolyakException.usage("--master %s: not a Spark master", conf.get("spark.master"));
      }
      throw e;
    }
  }

  /** Closes the running session, if there is one. */
  public static void closeRunning() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }
}
