package org.polyak.pipeline.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a result was made with. */
public final class Versions {

  private Versions() {}

  /** Versions of Polyak, Spark, Java and the operating system. */
  public static ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("polyak", polyak());
    json.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    json.put("java", System.getProperty("java.version"));
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return json;
  }

  /** Polyak's own version. */
  public static String polyak() {
    String version = Versions.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
